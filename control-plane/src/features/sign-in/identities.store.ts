import { accounts, users, workspaces } from '@alyson/schema/tables';
import { and, asc, eq } from 'drizzle-orm';
import type { Tx } from '../../io/database.ts';

/** As the sign-in library names the provider of an account. */
const PROVIDER = 'oidc';

/** @returns the person that an identity belongs to */
export async function findIdentity(tx: Tx, accountId: string): Promise<string | null> {
  const own = and(eq(accounts.providerId, PROVIDER), eq(accounts.accountId, accountId));
  const [found] = await tx.select({ userId: accounts.userId }).from(accounts).where(own);
  return found?.userId ?? null;
}

export async function hasIdentity(tx: Tx, userId: string): Promise<boolean> {
  const own = and(eq(accounts.providerId, PROVIDER), eq(accounts.userId, userId));
  return (await tx.select({ id: accounts.id }).from(accounts).where(own)).length > 0;
}

export async function insertIdentity(
  tx: Tx,
  { id, userId, accountId, at }: { id: string; userId: string; accountId: string; at: Date },
): Promise<void> {
  await tx.insert(accounts).values({ id, userId, accountId, providerId: PROVIDER, createdAt: at, updatedAt: at });
}

export async function markVerified(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx.update(users).set({ emailVerified: true, updatedAt: now }).where(eq(users.id, userId));
}

export async function findFirstWorkspaceId(tx: Tx): Promise<string | null> {
  const [first] = await tx
    .select({ id: workspaces.id })
    .from(workspaces)
    .orderBy(asc(workspaces.createdAt), asc(workspaces.id))
    .limit(1);
  return first?.id ?? null;
}
