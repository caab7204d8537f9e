import type { NewBuyerSecret, SecretScheme } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { sealSecret } from '../../sealing/seal-secret.ts';
import type { SecretRow } from './buyer-secrets.store.ts';

/** A new secret's row, sealed, and its value, which is shown once. */
export function planSecret(
  { dataKeys, newId, now, randomBytes }: Context,
  { id: buyerId, workspaceId }: { id: string; workspaceId: string },
  { scheme, value = makeValue(scheme, randomBytes), addresses }: NewBuyerSecret,
): { row: SecretRow; value: string } {
  const id = newId('buyerSecret');
  const createdAt = new Date(now());
  const sealed = sealSecret(dataKeys, id, value);
  return {
    row: { id, workspaceId, buyerId, scheme, addresses, ...sealed, createdAt, expiresAt: null, lastUsedAt: null },
    value,
  };
}

/** 256 random bits, as the scheme writes them. */
function makeValue({ kind }: SecretScheme, randomBytes: (count: number) => Uint8Array): string {
  const bytes = Buffer.from(randomBytes(32));
  return kind === 'standard_webhooks' ? `whsec_${bytes.toString('base64')}` : bytes.toString('base64url');
}
