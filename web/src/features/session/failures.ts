/** Why the identity provider's sign-in failed, by the name that the control plane sends the browser back with. */
export const FAILURES = {
  provider_failed:
    'The identity provider did not confirm who you are. Try again; if it goes on, ask who runs this panel.',
  expired: 'That sign-in was begun too long ago, or in another browser. Begin again.',
  email_unverified: 'The identity provider has not verified your e-mail address.',
  domain_not_allowed: 'Addresses of your domain are not let in here.',
  linked_otherwise: 'Your e-mail address belongs to an account of somebody else here. Ask an admin.',
  not_invited: 'Nobody has invited you yet. Ask an admin of your workspace, then sign in again.',
} as const;

export type SignInFailure = keyof typeof FAILURES;
