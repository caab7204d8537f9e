import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../../audit/append-audit.ts';
import { authorize, type Context } from '../../../context.ts';
import type { Answer, Input } from '../../../http/mount.ts';
import { lockBuyer } from '../buyers.store.ts';
import { showReplay } from './list-replays.ts';
import { isUnderWay, lockReplay, type ReplayRow, updateReplay } from './replays.store.ts';
import { NOTHING_READ } from './start-replay.ts';

type Decide = typeof endpoints.applyReplay;

/** Puts the new reading in the place of the old one. @throws ProblemError `forbidden`, `not_found`, `replay_refused` */
export const applyReplay = (ctx: Context, input: Input<Decide>): Promise<Answer<Decide>> =>
  decide(ctx, input, 'buyer.replay_applied', ({ state }) => {
    if (state !== 'previewed') throw new ProblemError('replay_refused', 'Only what has been previewed can be applied.');
    return { state: 'applying', doneAt: null, doneId: null, applied: NOTHING_READ };
  });

/** Stops; what is applied so far stays. @throws ProblemError `forbidden`, `not_found`, `replay_refused` */
export const cancelReplay = (ctx: Context, input: Input<Decide>): Promise<Answer<Decide>> =>
  decide(ctx, input, 'buyer.replay_cancelled', (replay) => {
    if (!isUnderWay(replay)) throw new ProblemError('replay_refused', 'It is over already.');
    return { state: 'cancelled', finishedAt: new Date(ctx.now()) };
  });

function decide(
  ctx: Context,
  { params: { buyerId, replayId } }: Input<Decide>,
  action: 'buyer.replay_applied' | 'buyer.replay_cancelled',
  changeOf: (replay: ReplayRow) => Partial<ReplayRow>,
): Promise<Answer<Decide>> {
  authorize(ctx.actor, 'buyer:admin');
  return ctx.db.transaction(async (tx) => {
    const buyer = await lockBuyer(tx, ctx.workspaceId, buyerId);
    const replay = buyer && (await lockReplay(tx, buyerId, replayId));
    if (!replay) throw new ProblemError('not_found');
    const change = changeOf(replay);
    await updateReplay(tx, replayId, change);
    const after = { replayId, mappingVersion: replay.mappingVersion, preview: replay.preview };
    await appendAudit(tx, ctx, { action, objectId: buyerId, objectName: buyer.name, after });
    return showReplay({ ...replay, ...change });
  });
}
