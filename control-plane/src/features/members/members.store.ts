import type { Role } from '@alyson/schema';
import { accountLinks, apiTokens, memberships, users } from '@alyson/schema/tables';
import { and, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export interface MemberRow {
  userId: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: Date;
  lastSeenAt: Date | null;
  apiTokens: number;
}

const isTokenOf = (workspaceId: string, now: Date) =>
  and(
    eq(apiTokens.workspaceId, workspaceId),
    isNull(apiTokens.revokedAt),
    or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)),
  );

const select = (db: Database, workspaceId: string, now: Date) =>
  db
    .select({
      userId: memberships.userId,
      name: users.name,
      email: users.email,
      role: memberships.role,
      joinedAt: memberships.createdAt,
      lastSeenAt: memberships.lastSeenAt,
      apiTokens: sql<number>`(select count(*)::int from ${apiTokens} where ${and(
        isTokenOf(workspaceId, now),
        eq(apiTokens.createdById, memberships.userId),
      )})`,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId));

export function findMembers(
  db: Database,
  { workspaceId, now, after, limit }: { workspaceId: string; now: Date; after: PageKey | null; limit: number },
): Promise<MemberRow[]> {
  return select(db, workspaceId, now)
    .where(and(eq(memberships.workspaceId, workspaceId), isAfter(memberships.createdAt, memberships.userId, after)))
    .orderBy(desc(memberships.createdAt), desc(memberships.userId))
    .limit(limit);
}

export async function findMember(
  db: Database,
  { workspaceId, userId, now }: { workspaceId: string; userId: string; now: Date },
): Promise<MemberRow | null> {
  const own = and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId));
  const [member] = await select(db, workspaceId, now).where(own);
  return member ?? null;
}

export const countAdmins = (tx: Tx, workspaceId: string): Promise<number> =>
  tx.$count(memberships, and(eq(memberships.workspaceId, workspaceId), eq(memberships.role, 'admin')));

export async function updateRole(tx: Tx, workspaceId: string, userId: string, role: Role): Promise<void> {
  await tx
    .update(memberships)
    .set({ role })
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)));
}

export async function deleteMembership(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  await tx.delete(memberships).where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)));
}

/** A link that this workspace's admins made for somebody who is no longer its member. */
export async function revokeResets(tx: Tx, workspaceId: string, userId: string, now: Date): Promise<void> {
  await tx
    .update(accountLinks)
    .set({ revokedAt: now })
    .where(
      and(eq(accountLinks.workspaceId, workspaceId), eq(accountLinks.userId, userId), isNull(accountLinks.revokedAt)),
    );
}

/** @returns the names of the tokens that were in force */
export async function revokeTokensOf(tx: Tx, workspaceId: string, userId: string, now: Date): Promise<string[]> {
  const revoked = await tx
    .update(apiTokens)
    .set({ revokedAt: now })
    .where(and(isTokenOf(workspaceId, now), eq(apiTokens.createdById, userId)))
    .returning({ name: apiTokens.name });
  return revoked.map(({ name }) => name);
}

/** Workspaces that a person belongs to besides one. */
export const countOtherMemberships = (db: Database, workspaceId: string, userId: string): Promise<number> =>
  db.$count(memberships, and(eq(memberships.userId, userId), sql`${memberships.workspaceId} <> ${workspaceId}`));
