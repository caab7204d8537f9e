import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { showMember } from './list-members.ts';
import { deleteMembership, revokeResets, revokeTokensOf } from './members.store.ts';
import { withMember } from './with-member.ts';

type RemoveMember = typeof endpoints.removeMember;

/**
 * Takes a person out of the workspace. Each request looks up where its caller belongs, so this holds from their next one on,
 * whatever sessions they have. Tokens they made belong to the workspace, and are revoked only if asked.
 *
 * @throws ProblemError `not_found`, `last_admin`
 */
export function removeMember(
  ctx: Context,
  { params: { userId }, query: { revokeTokens } }: Input<RemoveMember>,
): Promise<Answer<RemoveMember>> {
  return withMember(ctx, userId, async (tx, member, isLastAdmin) => {
    if (isLastAdmin) throw new ProblemError('last_admin', 'Make another person admin first.');
    const now = new Date(ctx.now());
    await deleteMembership(tx, ctx.workspaceId, userId);
    await revokeResets(tx, ctx.workspaceId, userId, now);
    const revokedTokens = revokeTokens ? await revokeTokensOf(tx, ctx.workspaceId, userId, now) : [];
    await appendAudit(tx, ctx, {
      action: 'member.removed',
      objectId: userId,
      objectName: member.name,
      before: { email: member.email, role: member.role },
      ...(revokedTokens.length > 0 && { after: { revokedTokens } }),
    });
    return showMember({ ...member, apiTokens: revokeTokens ? 0 : member.apiTokens });
  });
}
