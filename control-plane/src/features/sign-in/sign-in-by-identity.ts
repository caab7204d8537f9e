import { MINUTE_MS, ProblemError } from '@alyson/schema';
import type { Context } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import * as z from 'zod';
import type { Deps } from '../../context.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { budgetOf, clientAddressOf } from '../../http/client-address.ts';
import type { Attempt, IdentityProvider } from '../../io/identity-provider.ts';
import { enterByIdentity, type IdentityRefusal } from './enter-by-identity.ts';

/** Long enough for a second factor, short enough for a code that was left lying about. */
const VALID_MS = 10 * MINUTE_MS;
const COOKIE = 'alyson_sign_in';
const PATH = '/v1/auth/oidc';

/** An address of the panel itself; anything else, such as another site, is none. */
const Next = z
  .string()
  .max(2_000)
  .regex(/^\/(?![/\\])/)
  .catch('/');

const Begun = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  next: Next,
  expiresAt: z.int(),
});
type Begun = z.infer<typeof Begun>;

type Failure = IdentityRefusal | 'provider_failed' | 'expired';

/** `GET /v1/auth/oidc/start?next=/…`: sends the browser to the identity provider. @throws ProblemError `not_found` */
export async function startSignIn(c: Context<AppEnv>): Promise<Response> {
  const { deps } = c.var;
  const provider = providerOf(deps);
  await deps.limits.admitAddress(budgetOf(clientAddressOf(c)));
  try {
    const { url, attempt } = await provider.begin();
    await keep(c, attempt, Next.parse(c.req.query('next')));
    return c.redirect(url.href);
  } catch (error) {
    deps.log.error({ err: error, requestId: c.var.requestId }, 'the identity provider cannot be asked');
    return fail(c, 'provider_failed');
  }
}

/** `GET /v1/auth/oidc/callback`: the browser is back. It leaves with a session, or for the sign-in page with the reason. */
export async function finishSignIn(c: Context<AppEnv>): Promise<Response> {
  const { deps } = c.var;
  const provider = providerOf(deps);
  await deps.limits.admitAddress(budgetOf(clientAddressOf(c)));
  const begun = await takeBack(c);
  if (!begun) return fail(c, 'expired');
  const identity = await provider.finish(new URL(c.req.url).search, begun).catch((error: unknown) => {
    deps.log.warn(
      { requestId: c.var.requestId, detail: codeOf(error) },
      'a sign-in through the identity provider failed',
    );
    return null;
  });
  if (!identity) return fail(c, 'provider_failed');
  const entry = await enterByIdentity(deps, identity);
  if (entry.kind === 'refused') return fail(c, entry.reason);
  const from = { issuer: identity.issuer, address: clientAddressOf(c), userAgent: c.req.header('user-agent') ?? null };
  c.header('set-cookie', await deps.signIn.beginSession(entry.userId, from), { append: true });
  return c.redirect(begun.next);
}

function providerOf({ identityProvider }: Deps): IdentityProvider {
  if (!identityProvider) throw new ProblemError('not_found', 'No identity provider is configured.');
  return identityProvider;
}

async function keep(c: Context<AppEnv>, attempt: Attempt, next: string): Promise<void> {
  const { config, now } = c.var.deps;
  const begun: Begun = { ...attempt, next, expiresAt: now() + VALID_MS };
  const value = Buffer.from(JSON.stringify(begun)).toString('base64url');
  await setSignedCookie(c, COOKIE, value, config.authSecret, {
    path: PATH,
    httpOnly: true,
    secure: config.apiUrl.startsWith('https:'),
    sameSite: 'Lax',
    maxAge: VALID_MS / 1000,
  });
}

/** Once: the same address cannot be used again. */
async function takeBack(c: Context<AppEnv>): Promise<Begun | null> {
  const { config, now } = c.var.deps;
  const value = await getSignedCookie(c, config.authSecret, COOKIE);
  deleteCookie(c, COOKIE, { path: PATH });
  if (!value) return null;
  const parsed = Begun.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
  return parsed.success && parsed.data.expiresAt > now() ? parsed.data : null;
}

const fail = (c: Context<AppEnv>, failure: Failure): Response => c.redirect(`/sign-in?failure=${failure}`);

/** What the library calls it; its messages may quote what was received. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
