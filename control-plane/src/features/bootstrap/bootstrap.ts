import { PERMISSIONS_OF_ROLE, type Permission } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import { hashToken } from '../../http/authenticate.ts';
import { createUser } from '../../http/sign-in.ts';
import type { Tx } from '../../io/database.ts';
import {
  findFirstWorkspaceId,
  hasUser,
  insertMembership,
  insertWorkspace,
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
  });
}

async function createWorkspace(tx: Tx, { newId, now }: Deps): Promise<string> {
  const id = newId('workspace');
  await insertWorkspace(tx, { id, name: 'Default', createdAt: new Date(now()) });
  return id;
}

async function keepTokens(tx: Tx, { config, newId, now }: Deps, workspaceId: string): Promise<void> {
  const tokens: { name: string; token: string; permissions: readonly Permission[] }[] = [
    { name: 'Edge (ALYSON_EDGE_TOKEN)', token: config.tokens.edge, permissions: ['edge:deliver'] },
    {
      name: 'Worker (ALYSON_WORKER_TOKEN)',
      token: config.tokens.worker,
      permissions: ['worker:grade', 'experiment:read'],
    },
    { name: 'Admin (ALYSON_ADMIN_TOKEN)', token: config.tokens.admin, permissions: PERMISSIONS_OF_ROLE.admin },
  ];
  for (const { name, token, permissions } of tokens) {
    await upsertToken(tx, {
      id: newId('apiToken'),
      workspaceId,
      name,
      tokenSha256: hashToken(token),
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
  const user = await createUser({ ...deps, db: tx }, { name: 'Admin', ...config.firstAdmin });
  await insertMembership(tx, { workspaceId, userId: user.id, role: 'admin', createdAt: new Date(now()) });
  log.info({ userId: user.id }, 'made the first admin');
}
