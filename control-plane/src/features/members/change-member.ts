import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { showMember } from './list-members.ts';
import { updateRole } from './members.store.ts';
import { withMember } from './with-member.ts';

type ChangeMember = typeof endpoints.changeMember;

/**
 * Changes a person's role, from their next request on.
 *
 * @throws ProblemError `not_found`, `last_admin`
 */
export function changeMember(
  ctx: Context,
  { params: { userId }, body: { role } }: Input<ChangeMember>,
): Promise<Answer<ChangeMember>> {
  return withMember(ctx, userId, async (tx, member, isLastAdmin) => {
    if (member.role === role) return showMember(member);
    if (isLastAdmin) throw new ProblemError('last_admin', 'Make another person admin first.');
    await updateRole(tx, ctx.workspaceId, userId, role);
    await appendAudit(tx, ctx, {
      action: 'member.role_changed',
      objectId: userId,
      objectName: member.name,
      before: { role: member.role },
      after: { role },
    });
    return showMember({ ...member, role });
  });
}
