import type { endpoints } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { findAllWorkspaces, findWorkspace, findWorkspacesOf } from './workspaces.store.ts';

/** Workspaces that the caller may work in, by name. A program has one, and that of the deployment's admin has them all. */
export async function listWorkspaces({
  actor,
  db,
  workspaceId,
}: Context): Promise<Answer<typeof endpoints.listWorkspaces>> {
  if (actor.kind === 'user' && actor.id !== null) return { items: await findWorkspacesOf(db, actor.id) };
  if (actor.permissions.includes('deployment:admin'))
    return { items: (await findAllWorkspaces(db)).map((workspace) => ({ ...workspace, role: null })) };
  const own = await findWorkspace(db, workspaceId);
  return { items: own ? [{ id: own.id, name: own.name, role: null }] : [] };
}
