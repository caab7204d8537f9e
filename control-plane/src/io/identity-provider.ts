import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { IdentityProviderConfig } from '../config.ts';

/** Whom the identity provider vouches for. */
export interface Identity {
  issuer: string;
  subject: string;
  /** In lower case; null where it says none. */
  email: string | null;
  /** Only an outright `true` counts. */
  emailVerified: boolean;
  name: string | null;
}

/** What the browser brings back with it, so that an answer can be told to be to its own question. */
export interface Attempt {
  state: string;
  nonce: string;
  codeVerifier: string;
}

export interface IdentityProvider {
  /** @returns where to send the browser */
  begin(): Promise<{ url: URL; attempt: Attempt }>;
  /**
   * Redeems the code that the browser came back with. The ID token's signature, issuer, audience, nonce and times are checked.
   *
   * @param search  of the address that it came back to
   * @throws where anything does not match, or the provider does not answer
   */
  finish(search: string, attempt: Attempt): Promise<Identity>;
}

const TIMEOUT_S = 5;

/** @param redirectUri  as registered with the provider */
export function createIdentityProvider(config: IdentityProviderConfig, redirectUri: string): IdentityProvider {
  const discover = createDiscovery(config);
  return {
    async begin() {
      const attempt = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await calculatePKCECodeChallenge(attempt.codeVerifier),
        code_challenge_method: 'S256',
      });
      return { url, attempt };
    },
    async finish(search, { state, nonce, codeVerifier }) {
      const answered = await authorizationCodeGrant(await discover(), new URL(redirectUri + search), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = answered.claims();
      if (!claims) throw new Error('the identity provider sent no ID token');
      const { iss, sub, email, email_verified: emailVerified, name } = claims;
      return {
        issuer: iss,
        subject: sub,
        email: typeof email === 'string' ? email.toLowerCase() : null,
        emailVerified: emailVerified === true,
        name: typeof name === 'string' ? name.slice(0, 120) : null,
      };
    },
  };
}

/** Reads the provider's own description when it is first needed, and again after a failure: it may start later than we do. */
function createDiscovery({ issuer, clientId, clientSecret }: IdentityProviderConfig): () => Promise<Configuration> {
  let known: Promise<Configuration> | null = null;
  // Plain http is let through by the configuration for this machine alone.
  const execute = [enableNonRepudiationChecks, ...(issuer.startsWith('http:') ? [allowInsecureRequests] : [])];
  return () => {
    known ??= discovery(new URL(issuer), clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_S }).catch(
      (error: unknown) => {
        known = null;
        throw error;
      },
    );
    return known;
  };
}
