import type { ApiToken, Permission } from '@alyson/schema';
import { PERMISSIONS_OF_ROLE, Role } from '@alyson/schema';

/** What a token may do, in few words: a role where it has exactly its permissions. */
export function scopeText(permissions: readonly Permission[]): string {
  const role = Role.options.find((each) => isSame(PERMISSIONS_OF_ROLE[each], permissions));
  if (role) return `As ${role}`;
  const [first] = permissions;
  return permissions.length === 1 && first ? first : `${permissions.length} permissions`;
}

const isSame = (a: readonly Permission[], b: readonly Permission[]): boolean =>
  a.length === b.length && a.every((permission) => b.includes(permission));

export type TokenState = 'in force' | 'expired' | 'revoked';

/** @param now  in epoch ms */
export function tokenState({ revokedAt, expiresAt }: ApiToken, now: number): TokenState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'in force';
}
