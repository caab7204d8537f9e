import { randomUUID } from 'node:crypto';
import { betterAuth } from 'better-auth/minimal';
import type { Config } from '../config.ts';
import type { Database } from '../io/database.ts';
import type { Logger } from '../io/log.ts';
import type { NewId } from '../io/new-id.ts';
import { accountTables } from './accounts.store.ts';

/** A person, as far as the rest needs to know one. */
export interface SignedInUser {
  id: string;
  name: string;
  email: string;
}

export interface NewUser {
  name: string;
  email: string;
  password: string;
}

/** People's sign-in: e-mail and password, a session cookie. */
export interface SignIn {
  /** @returns null when the request carries no session in force */
  readSession(headers: Headers): Promise<SignedInUser | null>;
  /** Answers `/v1/auth/*`. */
  handle(request: Request): Promise<Response>;
}

export const AUTH_PATH = '/v1/auth';

/** Set by the app from the socket, so that nobody chooses the address that their attempts are counted under. */
export const CLIENT_ADDRESS_HEADER = 'x-alyson-client-address';

/** Per address: enough for a person who mistypes, too few for guessing. */
const SIGN_IN_ATTEMPTS = { window: 60, max: 10 };

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
      const session = await auth.api.getSession({ headers });
      return session ? { id: session.user.id, name: session.user.name, email: session.user.email } : null;
    },
    handle: (request) => auth.handler(request),
  };
}

/** Only the product itself makes users: sign-up is closed to strangers. `db` may be a transaction. */
export async function createUser(deps: SignInDeps, user: NewUser): Promise<SignedInUser> {
  const { internalAdapter, password } = await createAuth(deps).$context;
  const fresh = { name: user.name, email: user.email.toLowerCase(), emailVerified: true };
  const { id, name, email } = await internalAdapter.createUser(fresh, { method: 'email-password' });
  const hash = await password.hash(user.password);
  await internalAdapter.linkAccount({ userId: id, providerId: 'credential', accountId: id, password: hash });
  return { id, name, email };
}

function createAuth({ config, db, newId, log }: SignInDeps) {
  return betterAuth({
    appName: 'Alyson Router',
    baseURL: config.apiUrl,
    basePath: AUTH_PATH,
    secret: config.authSecret,
    database: accountTables(db),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8 },
    // A page of our own, under whichever name this host was reached; a foreign page's Origin names another host.
    trustedOrigins: (request) => ownOrigins(request, config.apiUrl),
    rateLimit: { enabled: true, customRules: { '/sign-in/email': SIGN_IN_ATTEMPTS } },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message) => log.error({ detail: withoutQuotes(message) }, 'sign-in failed'),
    },
    advanced: {
      disableOriginCheck: false, // said, because its default differs under test
      useSecureCookies: config.apiUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      // Ids of sessions and accounts are seen by nobody; the library makes those itself.
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
