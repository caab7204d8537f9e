import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { revokeInvite as revoke } from '../../people/account-links.store.ts';
import { showInvite } from './list-invites.ts';

type RevokeInvite = typeof endpoints.revokeInvite;

/** Takes an invite back: its link no longer works. @throws ProblemError `not_found` */
export function revokeInvite(
  ctx: Context,
  { params: { inviteId } }: Input<RevokeInvite>,
): Promise<Answer<RevokeInvite>> {
  return ctx.db.transaction(async (tx) => {
    const invite = await revoke(tx, ctx.workspaceId, { id: inviteId }, new Date(ctx.now()));
    if (!invite) throw new ProblemError('not_found');
    await appendAudit(tx, ctx, {
      action: 'invite.revoked',
      objectId: invite.id,
      objectName: invite.email,
      before: { email: invite.email, role: invite.role },
    });
    return showInvite(invite);
  });
}
