import type { AuditContext } from '../audit/append-audit.ts';
import type { Tx } from '../io/database.ts';
import { type AccountLinkRow, markUsed } from './account-links.store.ts';
import { joinWorkspace, type Person } from './join-workspace.ts';

/** Uses an invite up: the person belongs to its workspace with its role. */
export async function joinByInvite(
  tx: Tx,
  ctx: Omit<AuditContext, 'actor' | 'workspaceId'>,
  person: Person,
  { id, workspaceId, role }: AccountLinkRow,
): Promise<void> {
  if (role === null) throw new Error('an invite has no role');
  await markUsed(tx, id, new Date(ctx.now()));
  await joinWorkspace(tx, ctx, person, { workspaceId, role });
}
