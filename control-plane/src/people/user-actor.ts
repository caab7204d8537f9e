import type { Actor } from '../context.ts';

/** Somebody who acts for themselves before they belong anywhere: by an invite, a reset, or the identity provider's word. */
export const userActor = ({ id, name, email }: { id: string; name: string; email: string }): Actor => ({
  kind: 'user',
  id,
  name,
  email,
  role: null,
  permissions: [],
});
