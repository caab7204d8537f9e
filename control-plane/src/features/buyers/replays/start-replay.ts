import { type endpoints, invalidField, ProblemError, type ReplayTally } from '@alyson/schema';
import { appendAudit } from '../../../audit/append-audit.ts';
import { authorize, type Context } from '../../../context.ts';
import type { Answer, Input } from '../../../http/mount.ts';
import { findReaderOfVersion } from '../../../mapping/find-reader.ts';
import { lockBuyer } from '../buyers.store.ts';
import { showReplay } from './list-replays.ts';
import { insertReplay } from './replays.store.ts';

type StartReplay = typeof endpoints.startReplay;

export const NOTHING_READ: ReplayTally = {
  reports: 0,
  unread: 0,
  added: 0,
  changed: 0,
  withdrawn: 0,
  unchanged: 0,
  money: [],
};

/**
 * Begins to read stored reports anew (C20): at first only what would differ is told.
 *
 * @throws ProblemError `forbidden`, `not_found`, `validation_failed`, `replay_refused` while another one is under way
 */
export function startReplay(
  ctx: Context,
  { params: { buyerId }, body: { mappingVersion, from, to } }: Input<StartReplay>,
): Promise<Answer<StartReplay>> {
  authorize(ctx.actor, 'buyer:admin');
  return ctx.db.transaction(async (tx) => {
    const buyer = await lockBuyer(tx, ctx.workspaceId, buyerId);
    if (!buyer) throw new ProblemError('not_found');
    if (!(await findReaderOfVersion(tx, buyerId, mappingVersion)))
      throw invalidField('#/mappingVersion', 'is no version of this buyer’s mapping');
    const now = ctx.now();
    const row = {
      id: ctx.newId('mappingReplay'),
      workspaceId: ctx.workspaceId,
      buyerId,
      mappingVersion,
      from: new Date(from),
      // What comes from now on would make the preview another than what is applied.
      to: new Date(Math.min(Date.parse(to), now)),
      state: 'previewing' as const,
      doneAt: null,
      doneId: null,
      preview: NOTHING_READ,
      applied: null,
      samples: [],
      createdAt: new Date(now),
      createdBy: ctx.actor.name,
      finishedAt: null,
    };
    if (!(await insertReplay(tx, row)))
      throw new ProblemError(
        'replay_refused',
        'Reports of this buyer are being read anew. Apply or cancel that first.',
      );
    const after = { replayId: row.id, mappingVersion, from, to };
    await appendAudit(tx, ctx, { action: 'buyer.replay_started', objectId: buyerId, objectName: buyer.name, after });
    return showReplay(row);
  });
}
