import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { SecretScheme } from '../src/buyer-secret.ts';
import { bytes, instant } from './columns.ts';
import { buyers } from './conversions.ts';
import { workspaces } from './workspaces.ts';

/** By what a buyer's webhook knows its caller (C14): several at a time, so that one can take over from another. */
export const buyerSecrets = pgTable(
  'buyer_secrets',
  {
    id: text('id').primaryKey(),
    workspaceId: text('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    buyerId: text('buyer_id')
      .notNull()
      .references(() => buyers.id),
    scheme: jsonb('scheme').$type<SecretScheme>().notNull(),
    /** Addresses, ranges and subnets that it counts from; none: from everywhere. */
    addresses: text('addresses').array().notNull().default([]),
    /** Both sides need it as it is, so it cannot be kept as a hash. */
    value: bytes('value').notNull(),
    /** The key of ALYSON_DATA_KEYS that sealed the value; null: it waits to be sealed. */
    sealedBy: text('sealed_by'),
    createdAt: instant('created_at').notNull(),
    /** When it stops counting. Its row stays: a call that still bears it is told so. */
    expiresAt: instant('expires_at'),
    /** To the minute. */
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [index('buyer_secrets_by_buyer').on(table.buyerId), index('buyer_secrets_by_key').on(table.sealedBy)],
);
