import type { NewBuyerSecret } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { SecretRow } from './buyer-secrets.store.ts';
import { makeSecretValue, sealSecret } from './secret-value.ts';

/** A new secret's row, sealed, and its value, which is shown once. */
export function planSecret(
  { dataKeys, newId, now, randomBytes }: Context,
  { id: buyerId, workspaceId }: { id: string; workspaceId: string },
  { scheme, value = makeSecretValue(scheme, randomBytes), addresses }: NewBuyerSecret,
): { row: SecretRow; value: string } {
  const id = newId('buyerSecret');
  const createdAt = new Date(now());
  const sealed = sealSecret(dataKeys, { id }, value);
  return {
    row: { id, workspaceId, buyerId, scheme, addresses, ...sealed, createdAt, expiresAt: null, lastUsedAt: null },
    value,
  };
}
