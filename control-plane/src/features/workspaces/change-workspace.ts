import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { lockWorkspace } from '../../people/memberships.store.ts';
import { requireVersion } from '../../refusals.ts';
import { showWorkspace } from './get-workspace.ts';
import { updateWorkspace } from './workspaces.store.ts';

type ChangeWorkspace = typeof endpoints.changeWorkspace;

/** Changes the workspace's settings. @throws ProblemError `stale_version` */
export function changeWorkspace(
  ctx: Context,
  { body, ifMatch }: Input<ChangeWorkspace>,
): Promise<Answer<ChangeWorkspace>> {
  return ctx.db.transaction(async (tx) => {
    const before = await lockWorkspace(tx, ctx.workspaceId);
    if (!before) throw new ProblemError('not_found');
    requireVersion(before, ifMatch);
    const { name = before.name, currency = before.currency, timezone = before.timezone } = body;
    const { needsApproval = before.needsApproval, clickRetentionDays = before.clickRetentionDays } = body;
    const after = { name, currency, timezone, needsApproval, clickRetentionDays };
    const changed = Object.entries(after).filter(([key, value]) => before[key as keyof typeof after] !== value);
    if (changed.length === 0) return showWorkspace(before);
    const version = before.version + 1;
    await updateWorkspace(tx, ctx.workspaceId, { ...after, version });
    await appendAudit(tx, ctx, {
      action: 'workspace.changed',
      objectId: before.id,
      objectName: name,
      before: Object.fromEntries(changed.map(([key]) => [key, before[key as keyof typeof after]])),
      after: Object.fromEntries(changed),
    });
    return showWorkspace({ ...before, ...after, version });
  });
}
