import { randomUUID } from 'node:crypto';
import { betterAuth } from 'better-auth/minimal';
import { serializeSigned } from 'hono/utils/cookie';
import type { Config } from '../config.ts';
import type { Database } from '../io/database.ts';
import type { Logger } from '../io/log.ts';
import type { NewId } from '../io/new-id.ts';
import { accountTables } from './sign-in.store.ts';

/** A person, as far as the rest needs to know one. */
export interface SignedInUser {
  id: string;
  name: string;
  email: string;
}

/** A person with the session that they ask with. */
export interface SignedInPerson extends SignedInUser {
  sessionId: string;
}

export interface NewUser {
  name: string;
  email: string;
  /** Null: they come by the identity provider only. */
  password: string | null;
  /** Whether the address is known to be theirs: by the operator's or the identity provider's word. */
  emailVerified: boolean;
}

/** Where a session comes from. */
interface SessionOrigin {
  /** The identity provider that vouches for the person; null: they gave a password. */
  issuer: string | null;
  address: string | null;
  userAgent: string | null;
}

/** People's sign-in: a session in a cookie, begun by e-mail and password or by the identity provider. */
export interface SignIn {
  /** @returns null when the request carries no session in force, or one of a way in that is closed by now */
  readSession(headers: Headers): Promise<SignedInPerson | null>;
  /** Answers the two addresses of the library that are open: `sign-in/email` and `sign-out`, under `/v1/auth/`. */
  handle(request: Request): Promise<Response>;
  /** @returns the answer's `Set-Cookie` */
  beginSession(userId: string, from: SessionOrigin): Promise<string>;
}

export const AUTH_PATH = '/v1/auth';

/** Set by the app, so that nobody chooses the address that stands beside their session. */
export const CLIENT_ADDRESS_HEADER = 'x-alyson-client-address';

export interface SignInDeps {
  config: Config;
  db: Database;
  newId: NewId;
  log: Logger;
}

export function createSignIn(deps: SignInDeps): SignIn {
  const auth = createAuth(deps);
  return {
    async readSession(headers) {
      if (!headers.has('cookie')) return null;
      const found = await auth.api.getSession({ headers });
      if (!found) return null;
      const { user, session } = found;
      if (!isOpen(deps.config, session.identityIssuer ?? null)) return null;
      return { id: user.id, name: user.name, email: user.email, sessionId: session.id };
    },
    handle: (request) => auth.handler(request),
    async beginSession(userId, { issuer, address, userAgent }) {
      const { internalAdapter, authCookies, secret, sessionConfig } = await auth.$context;
      const session = await internalAdapter.createSession(userId, false, {
        identityIssuer: issuer,
        ipAddress: address,
        userAgent,
      });
      const { name, attributes } = authCookies.sessionToken;
      return serializeSigned(name, session.token, secret, {
        httpOnly: true,
        secure: attributes.secure === true,
        sameSite: 'Lax',
        path: '/',
        maxAge: sessionConfig.expiresIn,
      });
    },
  };
}

/** A way in that was closed, or leads to another provider now, closes behind those who came by it. */
const isOpen = ({ identityProvider, passwordSignIn }: Config, issuer: string | null): boolean =>
  issuer === null ? passwordSignIn : issuer === identityProvider?.issuer;

/** Only the product itself makes users: sign-up is closed to strangers. `db` may be a transaction. */
export async function createUser(deps: SignInDeps, user: NewUser): Promise<SignedInUser> {
  const { internalAdapter, password } = await createAuth(deps).$context;
  const fresh = { name: user.name, email: user.email.toLowerCase(), emailVerified: user.emailVerified };
  const { id, name, email } = await internalAdapter.createUser(fresh, { method: 'email-password' });
  if (user.password !== null) {
    const hash = await password.hash(user.password);
    await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: hash });
  }
  return { id, name, email };
}

function createAuth({ config, db, newId, log }: SignInDeps) {
  return betterAuth({
    appName: 'Alyson Router',
    baseURL: config.apiUrl,
    basePath: AUTH_PATH,
    secret: config.authSecret,
    database: accountTables(db),
    session: { additionalFields: { identityIssuer: { type: 'string', required: false, input: false } } },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8 },
    // A page of our own, under whichever name this host was reached; a foreign page's Origin names another host.
    trustedOrigins: (request) => ownOrigins(request, config.apiUrl),
    rateLimit: { enabled: false }, // ours count by account too: rate-limits.ts
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message) => log.error({ detail: withoutQuotes(message) }, 'sign-in failed'),
    },
    advanced: {
      disableOriginCheck: false, // said, because its default differs under test
      useSecureCookies: config.apiUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      // Ids of sessions and accounts are seen by their owner only; the library makes those itself.
      database: { generateId: ({ model }) => (model === 'user' ? newId('user') : randomUUID()) },
    },
  });
}

/** What the library puts behind a colon may be a header's value. */
const withoutQuotes = (message: string): string => message.replace(/:.*/s, '');

function ownOrigins(request: Request | undefined, apiUrl: string): string[] {
  const host = request?.headers.get('host');
  return host ? [apiUrl, `http://${host}`, `https://${host}`] : [apiUrl];
}
