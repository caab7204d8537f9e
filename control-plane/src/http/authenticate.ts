import { createHash } from 'node:crypto';
import { MINUTE_MS, PERMISSIONS_OF_ROLE, ProblemError } from '@alyson/schema';
import type { Actor, Deps } from '../context.ts';
import { findMembership, findToken, hasWorkspace, noteSeen, noteTokenUse } from './credentials.store.ts';

export interface Caller {
  actor: Actor;
  workspaceId: string;
}

/** Which workspace is meant, by whoever may work in several. */
const WORKSPACE_HEADER = 'alyson-workspace';

/** A use is written down at most so often, and not with each request. */
const TOKEN_USE_EVERY_MS = MINUTE_MS;
const SEEN_EVERY_MS = 5 * MINUTE_MS;

/** What is kept of a token: it has 256 random bits, so a plain hash cannot be guessed back. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Finds out who asks (C4): a program by its bearer token, else a person by the session cookie. A token that is wrong is
 * refused even where a session would do. Everything is looked up anew with each request, so that what was taken away is gone
 * with the next.
 *
 * @throws ProblemError `unauthenticated`; `forbidden` for a session used by another site's page, or for another workspace
 */
export async function authenticate(deps: Deps, request: Request): Promise<Caller> {
  const authorization = request.headers.get('authorization');
  return authorization === null
    ? authenticatePerson(deps, request)
    : authenticateProgram(deps, authorization, chosenWorkspace(request));
}

/** In a header; where there can be none, as for a stream or a download, in the address. */
function chosenWorkspace(request: Request): string | null {
  const header = request.headers.get(WORKSPACE_HEADER);
  if (header !== null || request.method !== 'GET') return header;
  return new URL(request.url).searchParams.get('workspace');
}

async function authenticateProgram(deps: Deps, authorization: string, chosen: string | null): Promise<Caller> {
  const { db, now } = deps;
  const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1];
  const found = token === undefined ? null : await findToken(db, hashToken(token), new Date(now()));
  if (!found) throw new ProblemError('unauthenticated', 'The token is not known, has expired or was revoked.');
  const { id, name, permissions, lastUsedAt } = found;
  if (isDue(lastUsedAt, now(), TOKEN_USE_EVERY_MS))
    await noteTokenUse(db, id, new Date(now()), new Date(now() - TOKEN_USE_EVERY_MS));
  const isElsewhere = chosen !== null && chosen !== found.workspaceId;
  // Whoever runs the deployment has no password of each workspace, and sets new ones up.
  if (isElsewhere && !(permissions.includes('deployment:admin') && (await hasWorkspace(db, chosen))))
    throw new ProblemError('forbidden', 'The token is of another workspace.');
  const workspaceId = isElsewhere ? chosen : found.workspaceId;
  return { actor: { kind: 'token', id, name, email: null, role: null, permissions }, workspaceId };
}

async function authenticatePerson(deps: Deps, request: Request): Promise<Caller> {
  const { config, db, now, signIn } = deps;
  const person = await signIn.readSession(request.headers);
  if (!person) throw new ProblemError('unauthenticated');
  refuseForeignOrigin(request, config.apiUrl);
  const chosen = chosenWorkspace(request);
  const membership = await findMembership(db, person.id, chosen);
  if (!membership)
    throw new ProblemError(
      'forbidden',
      chosen === null ? 'You belong to no workspace.' : 'You do not belong to this workspace.',
    );
  const { role, workspaceId, isDeploymentAdmin, lastSeenAt } = membership;
  if (isDue(lastSeenAt, now(), SEEN_EVERY_MS)) await noteSeen(db, { userId: person.id, workspaceId }, new Date(now()));
  const permissions = PERMISSIONS_OF_ROLE[role];
  return {
    actor: {
      kind: 'user',
      ...person,
      role,
      permissions: isDeploymentAdmin ? [...permissions, 'deployment:admin'] : permissions,
    },
    workspaceId,
  };
}

const isDue = (last: Date | null, now: number, everyMs: number): boolean =>
  last === null || now - last.getTime() >= everyMs;

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
