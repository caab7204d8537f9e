import { BuyerId, type BuyerSecret, BuyerSecretId, toTimestamp } from '@alyson/schema';
import type { SecretRow } from './buyer-secrets.store.ts';

/** A secret without its value. */
export const showSecret = (secret: SecretRow): BuyerSecret => ({
  id: BuyerSecretId.parse(secret.id),
  buyerId: BuyerId.parse(secret.buyerId),
  scheme: secret.scheme,
  addresses: secret.addresses,
  createdAt: toTimestamp(secret.createdAt.getTime()),
  expiresAt: secret.expiresAt && toTimestamp(secret.expiresAt.getTime()),
  lastUsedAt: secret.lastUsedAt && toTimestamp(secret.lastUsedAt.getTime()),
});
