import type { Permission } from '@alyson/schema';
import { apiTokens, users, workspaces } from '@alyson/schema/tables';
import { asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../io/database.ts';

/** Any number that nothing else in this database locks. */
const LOCK = 7_162_538_402;

/** Of several processes that start at once, one sets up and the others find it done. */
export async function lockBootstrap(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
}

export async function findFirstWorkspaceId(tx: Tx): Promise<string | null> {
  const [first] = await tx.select({ id: workspaces.id }).from(workspaces).orderBy(asc(workspaces.createdAt)).limit(1);
  return first?.id ?? null;
}

export async function insertWorkspace(tx: Tx, workspace: typeof workspaces.$inferInsert): Promise<void> {
  await tx.insert(workspaces).values(workspace);
}

export async function hasUser(tx: Tx): Promise<boolean> {
  return (await tx.select({ id: users.id }).from(users).limit(1)).length > 0;
}

export interface ConfiguredToken {
  id: string;
  workspaceId: string;
  configuredAs: 'edge' | 'worker' | 'admin';
  name: string;
  tokenSha256: string;
  permissions: Permission[];
  createdAt: Date;
}

/** A configured token keeps its row: when its value changes, the old value stops to work. */
export async function upsertToken(tx: Tx, token: ConfiguredToken): Promise<void> {
  const { tokenSha256, permissions, name } = token;
  await tx
    .insert(apiTokens)
    .values(token)
    .onConflictDoUpdate({ target: apiTokens.configuredAs, set: { tokenSha256, permissions, name, revokedAt: null } });
}

/** Where nobody runs the deployment, as after the first start: whoever was there first does. */
export async function keepDeploymentAdmin(tx: Tx): Promise<void> {
  const isOne = eq(users.isDeploymentAdmin, true);
  if ((await tx.select({ id: users.id }).from(users).where(isOne).limit(1)).length > 0) return;
  const [first] = await tx.select({ id: users.id }).from(users).orderBy(asc(users.createdAt), asc(users.id)).limit(1);
  if (first) await tx.update(users).set({ isDeploymentAdmin: true }).where(eq(users.id, first.id));
}
