import { type Me, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { findWorkspace } from './workspaces.store.ts';

/** The caller, as the panel needs it. @throws ProblemError `not_found` */
export async function getMe({ actor, config, db, workspaceId }: Context): Promise<Me> {
  const workspace = await findWorkspace(db, workspaceId);
  if (!workspace || actor.id === null || (actor.kind !== 'user' && actor.kind !== 'token'))
    throw new ProblemError('not_found');
  const { id, name, timezone, currency, needsApproval } = workspace;
  return {
    actor: { kind: actor.kind, id: actor.id, name: actor.name, email: actor.email },
    workspace: { id, name, timezone, currency, needsApproval },
    role: actor.role,
    permissions: [...actor.permissions],
    routerUrl: config.routerUrl,
    apiUrl: config.apiUrl,
    runEngine: 'in_process',
  };
}
