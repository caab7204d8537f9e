import { apiTokens } from '@alyson/schema/tables';
import { and, desc, eq } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type ApiTokenRow = typeof apiTokens.$inferSelect;

export function findApiTokens(
  db: Database,
  { workspaceId, after, limit }: { workspaceId: string; after: PageKey | null; limit: number },
): Promise<ApiTokenRow[]> {
  return db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.workspaceId, workspaceId), isAfter(apiTokens.createdAt, apiTokens.id, after)))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .limit(limit);
}

/** When the token that asks expires itself; null: never, or it is no token. */
export async function findExpiry(db: Database, id: string): Promise<Date | null> {
  const [token] = await db.select({ expiresAt: apiTokens.expiresAt }).from(apiTokens).where(eq(apiTokens.id, id));
  return token?.expiresAt ?? null;
}

export async function insertApiToken(tx: Tx, token: typeof apiTokens.$inferInsert): Promise<ApiTokenRow> {
  const [made] = await tx.insert(apiTokens).values(token).returning();
  if (!made) throw new Error('a token was not stored');
  return made;
}

export async function lockApiToken(tx: Tx, workspaceId: string, id: string): Promise<ApiTokenRow | null> {
  const own = and(eq(apiTokens.workspaceId, workspaceId), eq(apiTokens.id, id));
  const [token] = await tx.select().from(apiTokens).where(own).for('update');
  return token ?? null;
}

export async function markRevoked(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.update(apiTokens).set({ revokedAt: now }).where(eq(apiTokens.id, id));
}
