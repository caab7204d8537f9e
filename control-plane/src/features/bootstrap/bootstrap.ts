import { PERMISSIONS_OF_ROLE, type Permission } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import { hashToken } from '../../http/authenticate.ts';
import { createUser } from '../../http/sign-in.ts';
import type { Tx } from '../../io/database.ts';
import { insertMembership } from '../../people/memberships.store.ts';
import {
  findFirstWorkspaceId,
  hasUser,
  insertWorkspace,
  keepDeploymentAdmin,
  lockBootstrap,
  upsertToken,
} from './bootstrap.store.ts';

/**
 * Makes what a first start needs: a workspace and one admin; and gives the configured tokens their rights at every start.
 * Doing it again changes nothing.
 */
export async function bootstrap(deps: Deps): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await lockBootstrap(tx);
    const workspaceId = (await findFirstWorkspaceId(tx)) ?? (await createWorkspace(tx, deps));
    await keepTokens(tx, deps, workspaceId);
    if (!(await hasUser(tx))) await createFirstAdmin(tx, deps, workspaceId);
    await keepDeploymentAdmin(tx);
  });
}

async function createWorkspace(tx: Tx, { newId, now }: Deps): Promise<string> {
  const id = newId('workspace');
  await insertWorkspace(tx, { id, name: 'Default', createdAt: new Date(now()) });
  return id;
}

async function keepTokens(tx: Tx, { config, newId, now }: Deps, workspaceId: string): Promise<void> {
  const admin: readonly Permission[] = [...PERMISSIONS_OF_ROLE.admin, 'deployment:admin'];
  const tokens = [
    { as: 'edge', name: 'Edge (ALYSON_EDGE_TOKEN)', permissions: ['edge:deliver'] },
    { as: 'worker', name: 'Worker (ALYSON_WORKER_TOKEN)', permissions: ['worker:grade', 'experiment:read'] },
    { as: 'admin', name: 'Admin (ALYSON_ADMIN_TOKEN)', permissions: admin },
  ] as const;
  for (const { as, name, permissions } of tokens) {
    await upsertToken(tx, {
      id: newId('apiToken'),
      workspaceId,
      configuredAs: as,
      name,
      tokenSha256: hashToken(config.tokens[as]),
      permissions: [...permissions],
      createdAt: new Date(now()),
    });
  }
}

/** The password is only ever used here, where nobody can sign in yet. */
async function createFirstAdmin(tx: Tx, deps: Deps, workspaceId: string): Promise<void> {
  const { config, log, now } = deps;
  if (!config.firstAdmin) {
    log.warn({}, 'nobody can sign in: set ALYSON_ADMIN_EMAIL and ALYSON_ADMIN_PASSWORD, and start again');
    return;
  }
  const user = await createUser({ ...deps, db: tx }, { name: 'Admin', ...config.firstAdmin, emailVerified: true });
  await insertMembership(tx, { workspaceId, userId: user.id, role: 'admin', createdAt: new Date(now()) });
  log.info({ userId: user.id }, 'made the first admin');
}
