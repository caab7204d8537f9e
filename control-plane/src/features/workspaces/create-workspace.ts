import type { endpoints } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { insertMembership } from '../../people/memberships.store.ts';
import { showWorkspace } from './get-workspace.ts';
import { insertWorkspace } from './workspaces.store.ts';

type CreateWorkspace = typeof endpoints.createWorkspace;

/**
 * Makes a workspace. The person who makes it becomes its admin; the deployment's own token names it in its header to invite
 * the first.
 */
export function createWorkspace(ctx: Context, { body }: Input<CreateWorkspace>): Promise<Answer<CreateWorkspace>> {
  const { actor } = ctx;
  return ctx.db.transaction(async (tx) => {
    const createdAt = new Date(ctx.now());
    const workspace = await insertWorkspace(tx, { ...body, id: ctx.newId('workspace'), createdAt });
    if (actor.kind === 'user' && actor.id !== null)
      await insertMembership(tx, { workspaceId: workspace.id, userId: actor.id, role: 'admin', createdAt });
    // In its own log: the workspace it was made from has nothing to do with it.
    await appendAudit(
      tx,
      { ...ctx, workspaceId: workspace.id },
      {
        action: 'workspace.created',
        objectId: workspace.id,
        objectName: workspace.name,
        after: body,
      },
    );
    return showWorkspace(workspace);
  });
}
