import { MINUTE_MS } from '@alyson/schema';
import { buyerSecrets } from '@alyson/schema/tables';
import { and, count, desc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type SecretRow = typeof buyerSecrets.$inferSelect;

export async function insertSecret(tx: Tx, secret: SecretRow): Promise<void> {
  await tx.insert(buyerSecrets).values(secret);
}

/** All of a buyer's, those that have ended as well; the newest first, which most calls bear. */
export function findSecretsOfBuyer(db: Database, buyerId: string): Promise<SecretRow[]> {
  return db
    .select()
    .from(buyerSecrets)
    .where(eq(buyerSecrets.buyerId, buyerId))
    .orderBy(desc(buyerSecrets.createdAt), desc(buyerSecrets.id));
}

export function findSecretPage(
  db: Database,
  buyerId: string,
  after: PageKey | null,
  limit: number,
): Promise<SecretRow[]> {
  const { createdAt, id } = buyerSecrets;
  return db
    .select()
    .from(buyerSecrets)
    .where(and(eq(buyerSecrets.buyerId, buyerId), isAfter(createdAt, id, after)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

/** For a change: whoever else wants to change it waits until this transaction has ended. */
export async function lockSecret(tx: Tx, buyerId: string, id: string): Promise<SecretRow | null> {
  const own = and(eq(buyerSecrets.id, id), eq(buyerSecrets.buyerId, buyerId));
  const [secret] = await tx.select().from(buyerSecrets).where(own).for('update');
  return secret ?? null;
}

export async function countLiveSecrets(tx: Tx, buyerId: string, now: Date): Promise<number> {
  const isLive = or(isNull(buyerSecrets.expiresAt), gt(buyerSecrets.expiresAt, now));
  const [counted] = await tx
    .select({ n: count() })
    .from(buyerSecrets)
    .where(and(eq(buyerSecrets.buyerId, buyerId), isLive));
  return counted?.n ?? 0;
}

export async function endSecret(tx: Tx, id: string, expiresAt: Date): Promise<void> {
  await tx.update(buyerSecrets).set({ expiresAt }).where(eq(buyerSecrets.id, id));
}

/** To the minute, so that a thousand calls write one row once. */
export async function noteUse(db: Database, { id, lastUsedAt }: SecretRow, usedAt: Date): Promise<void> {
  const before = new Date(usedAt.getTime() - MINUTE_MS);
  if (lastUsedAt !== null && lastUsedAt > before) return;
  const isDue = or(isNull(buyerSecrets.lastUsedAt), lt(buyerSecrets.lastUsedAt, before));
  await db
    .update(buyerSecrets)
    .set({ lastUsedAt: usedAt })
    .where(and(eq(buyerSecrets.id, id), isDue));
}
