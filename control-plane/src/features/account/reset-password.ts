import { randomUUID } from 'node:crypto';
import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Answer, Input } from '../../http/mount.ts';
import type { PublicContext } from '../../http/mount-public.ts';
import { hashPassword } from '../../http/passwords.ts';
import { markUsed } from '../../people/account-links.store.ts';
import { deleteSessions, findUser, setPasswordHash } from '../../people/accounts.store.ts';
import { userActor } from '../../people/user-actor.ts';
import { withAccountLink } from './with-account-link.ts';

type ResetPassword = typeof endpoints.resetPassword;

/** Sets a new password by a one-time link. Every session of the person ends. @throws ProblemError `link_invalid`, `forbidden` */
export function resetPassword(
  ctx: PublicContext,
  { body: { secret, password } }: Input<ResetPassword>,
): Promise<Answer<ResetPassword>> {
  if (!ctx.config.passwordSignIn) throw new ProblemError('forbidden', 'Nobody signs in with a password here.');
  return withAccountLink(ctx, secret, async (tx, { id, kind, userId, workspaceId }) => {
    const user = kind === 'reset' && userId !== null ? await findUser(tx, userId) : null;
    if (!user) throw new ProblemError('link_invalid');
    const now = new Date(ctx.now());
    await setPasswordHash(tx, { id: randomUUID(), userId: user.id, at: now }, await hashPassword(password));
    await deleteSessions(tx, user.id);
    await markUsed(tx, id, now);
    await appendAudit(
      tx,
      { ...ctx, actor: userActor(user), workspaceId },
      {
        action: 'account.password_reset',
        objectId: user.id,
        objectName: user.name,
      },
    );
    return { email: user.email };
  });
}
