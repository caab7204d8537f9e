import type { endpoints } from '@alyson/schema';
import type { Answer } from '../../http/mount.ts';
import type { PublicContext } from '../../http/mount-public.ts';

/** Which ways in there are. */
export function getSignInOptions({ config }: PublicContext): Answer<typeof endpoints.getSignInOptions> {
  const { identityProvider, passwordSignIn } = config;
  return {
    password: passwordSignIn,
    identityProvider: identityProvider && { label: identityProvider.label, url: '/v1/auth/oidc/start' },
  };
}
