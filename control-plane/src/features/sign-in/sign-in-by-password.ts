import { ProblemError } from '@alyson/schema';
import type { Context } from 'hono';
import * as z from 'zod';
import type { AppEnv } from '../../http/app-env.ts';
import { refuseForeignOrigin } from '../../http/authenticate.ts';
import { budgetOf, clientAddressOf } from '../../http/client-address.ts';
import { CLIENT_ADDRESS_HEADER } from '../../http/sign-in.ts';

/** An e-mail and a password have room in it. */
const MOST_BYTES = 4_096;

const Credentials = z.object({ email: z.string(), password: z.string() });

/**
 * Signs a person in with their password. Wrong tries count for the address and for the account; an e-mail that nobody has is
 * answered, counted and delayed like one that somebody has.
 *
 * @throws ProblemError `rate_limited`, `forbidden`, `malformed_request`, `unauthenticated`
 */
export async function signInByPassword(c: Context<AppEnv>): Promise<Response> {
  const { config, limits, signIn } = c.var.deps;
  refuseForeignOrigin(c.req.raw, config.apiUrl);
  if (!config.passwordSignIn)
    throw new ProblemError('forbidden', 'Nobody signs in with a password here. Use the identity provider.');
  const credentials = await readCredentials(c);
  const tried = await limits.trySignIn(budgetOf(clientAddressOf(c)), credentials.email);
  const answer = await signIn.handle(passOn(c, JSON.stringify(credentials)));
  if (answer.ok) {
    await tried.succeeded();
    return answer;
  }
  if (answer.status < 500) throw new ProblemError('unauthenticated', 'E-mail and password do not match.');
  throw new Error(`the sign-in answered ${answer.status}`);
}

/** Ends the session; without one it does nothing. */
export async function signOut(c: Context<AppEnv>): Promise<Response> {
  const { config, signIn } = c.var.deps;
  refuseForeignOrigin(c.req.raw, config.apiUrl);
  return signIn.handle(passOn(c, '{}'));
}

async function readCredentials(c: Context<AppEnv>): Promise<z.infer<typeof Credentials>> {
  if (Number(c.req.header('content-length') ?? 0) > MOST_BYTES) throw new ProblemError('payload_too_large');
  if (!c.req.header('content-type')?.startsWith('application/json')) throw new ProblemError('unsupported_media_type');
  const text = await c.req.text();
  if (text.length > MOST_BYTES) throw new ProblemError('payload_too_large');
  try {
    return Credentials.parse(JSON.parse(text));
  } catch {
    throw new ProblemError('malformed_request', 'The body must be JSON with email and password.');
  }
}

/** The request as the library takes it: with the address that we believe. */
function passOn(c: Context<AppEnv>, body: string): Request {
  const headers = new Headers(c.req.raw.headers);
  headers.set(CLIENT_ADDRESS_HEADER, clientAddressOf(c) ?? '127.0.0.1');
  headers.set('content-type', 'application/json');
  headers.delete('content-length');
  // A program has no Origin to send, and no cookie that could be misused.
  if (!headers.has('origin')) headers.set('origin', new URL(c.var.deps.config.apiUrl).origin);
  return new Request(c.req.url, { method: 'POST', headers, body });
}
