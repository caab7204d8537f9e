import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { deleteSessions } from '../../people/accounts.store.ts';
import { ownId } from './own-id.ts';

/** Signs the caller out everywhere, here too. */
export function endSessions(ctx: Context): Promise<Answer<typeof endpoints.endSessions>> {
  const userId = ownId(ctx.actor);
  return ctx.db.transaction(async (tx) => {
    const ended = await deleteSessions(tx, userId);
    await appendAudit(tx, ctx, {
      action: 'account.sessions_ended',
      objectId: userId,
      objectName: ctx.actor.name,
      after: { ended },
    });
    return { ended };
  });
}

/** Signs the caller out in one place. @throws ProblemError `not_found` for a session of anybody else */
export async function endSession(
  { actor, db }: Context,
  { params: { sessionId } }: Input<typeof endpoints.endSession>,
): Promise<Answer<typeof endpoints.endSession>> {
  const ended = await deleteSessions(db, ownId(actor), { only: sessionId });
  if (ended === 0) throw new ProblemError('not_found');
  return { ended };
}
