import { apiTokens, memberships } from '@alyson/schema/tables';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

export async function findToken(db: Database, tokenSha256: string) {
  const [token] = await db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      workspaceId: apiTokens.workspaceId,
      permissions: apiTokens.permissions,
    })
    .from(apiTokens)
    .where(and(eq(apiTokens.tokenSha256, tokenSha256), isNull(apiTokens.revokedAt)));
  return token ?? null;
}

/** The workspace a person works in: the one they joined first, until the panel lets them choose. */
export async function findMembership(db: Database, userId: string) {
  const [membership] = await db
    .select({ workspaceId: memberships.workspaceId, role: memberships.role })
    .from(memberships)
    .where(eq(memberships.userId, userId))
    .orderBy(asc(memberships.createdAt), asc(memberships.workspaceId))
    .limit(1);
  return membership ?? null;
}
