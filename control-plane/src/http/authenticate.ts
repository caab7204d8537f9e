import { createHash } from 'node:crypto';
import { PERMISSIONS_OF_ROLE, ProblemError } from '@alyson/schema';
import type { Actor, Deps } from '../context.ts';
import { findMembership, findToken } from './credentials.store.ts';

export interface Caller {
  actor: Actor;
  workspaceId: string;
}

/** What is kept of a token: it has 256 random bits, so a plain hash cannot be guessed back. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Finds out who asks (C4): a program by its bearer token, else a person by the session cookie. A token that is wrong is
 * refused even where a session would do.
 *
 * @throws ProblemError `unauthenticated`; `forbidden` for a session used by another site's page, or without a workspace
 */
export async function authenticate(deps: Deps, request: Request): Promise<Caller> {
  const authorization = request.headers.get('authorization');
  return authorization === null ? authenticatePerson(deps, request) : authenticateProgram(deps, authorization);
}

async function authenticateProgram({ db }: Deps, authorization: string): Promise<Caller> {
  const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1];
  const found = token === undefined ? null : await findToken(db, hashToken(token));
  if (!found) throw new ProblemError('unauthenticated', 'The token is not known, or was revoked.');
  const { id, name, permissions, workspaceId } = found;
  return { actor: { kind: 'token', id, name, email: null, role: null, permissions }, workspaceId };
}

async function authenticatePerson({ config, db, signIn }: Deps, request: Request): Promise<Caller> {
  const user = await signIn.readSession(request.headers);
  if (!user) throw new ProblemError('unauthenticated');
  refuseForeignOrigin(request, config.apiUrl);
  const membership = await findMembership(db, user.id);
  if (!membership) throw new ProblemError('forbidden', 'You belong to no workspace.');
  const { role, workspaceId } = membership;
  return { actor: { kind: 'user', ...user, role, permissions: PERMISSIONS_OF_ROLE[role] }, workspaceId };
}

/**
 * A cookie travels by itself: another page of the same site (another port, say) must not write with it.
 *
 * @throws ProblemError `forbidden`
 */
export function refuseForeignOrigin(request: Request, apiUrl: string): void {
  const origin = request.headers.get('origin');
  if (origin === null || request.method === 'GET' || request.method === 'HEAD') return;
  const isOwn = origin === new URL(apiUrl).origin || hostOf(origin) === request.headers.get('host');
  if (!isOwn) throw new ProblemError('forbidden', 'The request comes from a page of another address.');
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
