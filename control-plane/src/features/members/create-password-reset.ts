import { DAY_MS, type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { insertAccountLink } from '../../people/account-links.store.ts';
import { findUser } from '../../people/accounts.store.ts';
import { makeLinkSecret } from '../../people/link-secret.ts';
import { countOtherMemberships, revokeResets } from './members.store.ts';
import { withMember } from './with-member.ts';

type CreatePasswordReset = typeof endpoints.createPasswordReset;

const VALID_MS = DAY_MS;

/**
 * Makes a link with which a person sets a new password, once. Whoever holds it is that person from then on: an admin may
 * therefore make one only for people who belong nowhere else, or it would lead into other workspaces.
 *
 * @throws ProblemError `forbidden`, `not_found`
 */
export function createPasswordReset(
  ctx: Context,
  { params: { userId } }: Input<CreatePasswordReset>,
): Promise<Answer<CreatePasswordReset>> {
  return withMember(ctx, userId, async (tx, { email, name }) => {
    const isElsewhere = (await countOtherMemberships(tx, ctx.workspaceId, userId)) > 0;
    const isAbove = (await findUser(tx, userId))?.isDeploymentAdmin === true;
    if ((isElsewhere || isAbove) && !ctx.actor.permissions.includes('deployment:admin'))
      throw new ProblemError(
        'forbidden',
        isAbove
          ? 'Only who runs this deployment can reset the password of its admin.'
          : 'This person belongs to other workspaces too. Only who runs this deployment can reset their password.',
      );
    const now = ctx.now();
    const { secret, secretSha256 } = makeLinkSecret(ctx.randomBytes);
    await revokeResets(tx, ctx.workspaceId, userId, new Date(now));
    await insertAccountLink(tx, {
      id: ctx.newId('accountLink'),
      kind: 'reset',
      workspaceId: ctx.workspaceId,
      email,
      userId,
      secretSha256,
      createdByName: ctx.actor.name,
      createdAt: new Date(now),
      expiresAt: new Date(now + VALID_MS),
    });
    await appendAudit(tx, ctx, { action: 'member.reset_link_made', objectId: userId, objectName: name });
    return { email, url: `${ctx.config.apiUrl}/reset-password#${secret}`, expiresAt: toTimestamp(now + VALID_MS) };
  });
}
