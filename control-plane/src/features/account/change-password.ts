import { randomUUID } from 'node:crypto';
import { type endpoints, invalidField } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { hashPassword, verifyPassword } from '../../http/passwords.ts';
import { deleteSessions, findPasswordHash, setPasswordHash } from '../../people/accounts.store.ts';
import { ownId } from './own-id.ts';

type ChangePassword = typeof endpoints.changePassword;

/**
 * Changes the caller's own password. Their other sessions end: whoever else knew the old one is out. A wrong password counts
 * as a wrong sign-in, because a stolen session could else guess for ever.
 *
 * @throws ProblemError `validation_failed`, `rate_limited`
 */
export async function changePassword(
  ctx: Context,
  { body: { currentPassword, newPassword } }: Input<ChangePassword>,
): Promise<Answer<ChangePassword>> {
  const { actor, db, limits } = ctx;
  const userId = ownId(actor);
  const hash = await findPasswordHash(db, userId);
  if (hash === null)
    throw invalidField('#/currentPassword', 'is none: this account signs in through the identity provider');
  const tried = await limits.trySignIn(`password of ${userId}`, actor.email ?? '');
  if (!(await verifyPassword(hash, currentPassword))) throw invalidField('#/currentPassword', 'is not your password');
  await tried.succeeded();
  const changed = await hashPassword(newPassword);
  await db.transaction(async (tx) => {
    await setPasswordHash(tx, { id: randomUUID(), userId, at: new Date(ctx.now()) }, changed);
    await deleteSessions(tx, userId, actor.sessionId === undefined ? {} : { except: actor.sessionId });
    await appendAudit(tx, ctx, { action: 'account.password_changed', objectId: userId, objectName: actor.name });
  });
  return { name: actor.name, email: actor.email ?? '', hasPassword: true };
}
