import { apiTokens, memberships, users, workspaces } from '@alyson/schema/tables';
import { and, asc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

/** @returns a token in force, or null */
export async function findToken(db: Database, tokenSha256: string, now: Date) {
  const { id, name, workspaceId, permissions, lastUsedAt, expiresAt } = apiTokens;
  const [token] = await db
    .select({ id, name, workspaceId, permissions, lastUsedAt })
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.tokenSha256, tokenSha256),
        isNull(apiTokens.revokedAt),
        or(isNull(expiresAt), gt(expiresAt, now)),
      ),
    );
  return token ?? null;
}

/** @param unlessSince  of requests at once, one writes */
export async function noteTokenUse(db: Database, id: string, now: Date, unlessSince: Date): Promise<void> {
  const { lastUsedAt } = apiTokens;
  await db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(and(eq(apiTokens.id, id), or(isNull(lastUsedAt), lt(lastUsedAt, unlessSince))));
}

/** @param workspaceId  the one chosen; null: the one they joined first */
export async function findMembership(db: Database, userId: string, workspaceId: string | null) {
  const [membership] = await db
    .select({
      workspaceId: memberships.workspaceId,
      role: memberships.role,
      lastSeenAt: memberships.lastSeenAt,
      isDeploymentAdmin: users.isDeploymentAdmin,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(eq(memberships.userId, userId), workspaceId === null ? undefined : eq(memberships.workspaceId, workspaceId)),
    )
    .orderBy(asc(memberships.createdAt), asc(memberships.workspaceId))
    .limit(1);
  return membership ?? null;
}

export async function noteSeen(
  db: Database,
  { userId, workspaceId }: { userId: string; workspaceId: string },
  now: Date,
): Promise<void> {
  await db
    .update(memberships)
    .set({ lastSeenAt: now })
    .where(and(eq(memberships.userId, userId), eq(memberships.workspaceId, workspaceId)));
}

export async function hasWorkspace(db: Database, id: string): Promise<boolean> {
  return (await db.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, id))).length > 0;
}
