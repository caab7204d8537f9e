import { accountLinks } from '@alyson/schema/tables';
import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import type { PageKey } from '../http/page.ts';
import type { Database, Tx } from '../io/database.ts';
import { isAfter } from '../io/database-paging.ts';

export type AccountLinkRow = typeof accountLinks.$inferSelect;

const isOpen = (now: Date) =>
  and(isNull(accountLinks.usedAt), isNull(accountLinks.revokedAt), gt(accountLinks.expiresAt, now));

const isInvite = (workspaceId: string) =>
  and(eq(accountLinks.workspaceId, workspaceId), eq(accountLinks.kind, 'invite'));

export async function insertAccountLink(tx: Tx, link: typeof accountLinks.$inferInsert): Promise<void> {
  await tx.insert(accountLinks).values(link);
}

/** Locks the link that bears a secret, so that it works once. @returns null unless it is still open */
export async function lockOpenLink(tx: Tx, secretSha256: string, now: Date): Promise<AccountLinkRow | null> {
  const open = and(eq(accountLinks.secretSha256, secretSha256), isOpen(now));
  const [link] = await tx.select().from(accountLinks).where(open).for('update');
  return link ?? null;
}

export async function markUsed(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.update(accountLinks).set({ usedAt: now }).where(eq(accountLinks.id, id));
}

export function findOpenInvites(
  db: Database,
  { workspaceId, now, after, limit }: { workspaceId: string; now: Date; after: PageKey | null; limit: number },
): Promise<AccountLinkRow[]> {
  return db
    .select()
    .from(accountLinks)
    .where(and(isInvite(workspaceId), isOpen(now), isAfter(accountLinks.createdAt, accountLinks.id, after)))
    .orderBy(desc(accountLinks.createdAt), desc(accountLinks.id))
    .limit(limit);
}

/** Invites that wait for a person, into whichever workspaces. Locked: an invite works once. */
export function lockOpenInvitesOf(tx: Tx, email: string, now: Date): Promise<AccountLinkRow[]> {
  return tx
    .select()
    .from(accountLinks)
    .where(and(eq(accountLinks.email, email), eq(accountLinks.kind, 'invite'), isOpen(now)))
    .for('update');
}

/** @returns null unless such an invite was open */
export async function revokeInvite(
  tx: Tx,
  workspaceId: string,
  which: { id: string } | { email: string },
  now: Date,
): Promise<AccountLinkRow | null> {
  const same = 'id' in which ? eq(accountLinks.id, which.id) : eq(accountLinks.email, which.email);
  const [revoked] = await tx
    .update(accountLinks)
    .set({ revokedAt: now })
    .where(and(isInvite(workspaceId), same, isOpen(now)))
    .returning();
  return revoked ?? null;
}
