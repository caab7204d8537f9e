import { DAY_MS, type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { insertAccountLink, revokeInvite } from '../../people/account-links.store.ts';
import { findUserByEmail } from '../../people/accounts.store.ts';
import { makeLinkSecret } from '../../people/link-secret.ts';
import { isMember, lockWorkspace } from '../../people/memberships.store.ts';
import { showInvite } from './list-invites.ts';

type CreateInvite = typeof endpoints.createInvite;

const VALID_MS = 7 * DAY_MS;

/**
 * Invites somebody with a role. The link stands in this answer only, for whoever invites to send; an earlier one for the same
 * e-mail no longer works.
 *
 * @throws ProblemError `already_member`
 */
export function createInvite(
  ctx: Context,
  { body: { email, role } }: Input<CreateInvite>,
): Promise<Answer<CreateInvite>> {
  return ctx.db.transaction(async (tx) => {
    await lockWorkspace(tx, ctx.workspaceId);
    const user = await findUserByEmail(tx, email);
    if (user && (await isMember(tx, ctx.workspaceId, user.id))) throw new ProblemError('already_member');
    const now = ctx.now();
    await revokeInvite(tx, ctx.workspaceId, { email }, new Date(now));
    const { secret, secretSha256 } = makeLinkSecret(ctx.randomBytes);
    const invite = {
      id: ctx.newId('accountLink'),
      workspaceId: ctx.workspaceId,
      email,
      role,
      createdByName: ctx.actor.name,
      createdAt: new Date(now),
      expiresAt: new Date(now + VALID_MS),
    };
    await insertAccountLink(tx, { ...invite, kind: 'invite', secretSha256 });
    await appendAudit(tx, ctx, {
      action: 'invite.created',
      objectId: invite.id,
      objectName: email,
      after: { email, role },
    });
    return { invite: showInvite(invite), url: `${ctx.config.apiUrl}/accept-invite#${secret}` };
  });
}
