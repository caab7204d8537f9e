import { type ChangeLink, type endpoints, type MoveTuneLink, ProblemError, type TuneLinkState } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { handBackUrl } from '../../domain/tune/describe-cut-over.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import type { Answer } from '../../http/mount.ts';
import { refuseFor } from '../../refusals.ts';
import { movableOf, showTuneLink, stateOf } from './show-tune-link.ts';
import { findTuneLink, type TuneLinkDetail, updateTuneLink } from './tune-links.store.ts';

/** How a link is changed: with its checks, a release where it is routed, and its audit entry. */
export type ChangeLinkOf = (
  ctx: Context,
  input: {
    experimentId: string;
    linkId: string;
    ifMatch: number;
    change: ChangeLink;
    cause: 'handed_back' | 'taken_back';
  },
) => Promise<unknown>;

const WAYS: Readonly<Record<TuneLinkState, readonly TuneLinkState[]>> = {
  shadow: ['routed'],
  routed: ['handed_back'],
  handed_back: ['routed'],
};

/**
 * Says who decides on an imported link from now on. Where its clicks reach us first, handing back is done by this alone:
 * the next release passes every click on to TUNE, and no second person is waited for: the address is TUNE's own link, not
 * the caller's choice. It is written down who did so.
 *
 * @throws ProblemError `not_found`, `transition_refused`
 */
export async function moveTuneLink(
  ctx: Context,
  linkId: string,
  move: MoveTuneLink,
  changeLink: ChangeLinkOf,
): Promise<Answer<typeof endpoints.moveTuneLink>> {
  const found = await findTuneLink(ctx.db, ctx.workspaceId, linkId);
  if (!found) throw new ProblemError('not_found');
  return withExperiment(ctx, found.experiment.id, async (tx, rows) => {
    // Read again under the experiment's lock: somebody may have moved it meanwhile.
    const row = await findTuneLink(tx, ctx.workspaceId, linkId);
    if (!row) throw new ProblemError('not_found');
    refuseFor(refuseMove(row, move));
    const { version } = rows.experiment;
    const url = move.to === 'handed_back' && row.moved.mode !== 'behind' ? handBackUrl(movableOf(ctx, row)) : null;
    const experimentId = row.experiment.id;
    const change = { handBackUrl: url };
    const cause = move.to === 'handed_back' ? 'handed_back' : 'taken_back';
    await changeLink({ ...ctx, db: tx }, { experimentId, linkId, ifMatch: version, change, cause });
    await updateTuneLink(tx, linkId, { state: move.to, changedAt: new Date(ctx.now()), changedBy: ctx.actor.name });
    await appendAudit(tx, ctx, {
      action: 'tune_link.moved',
      objectId: experimentId,
      objectName: row.experiment.name,
      reason: move.reason === '' ? null : move.reason,
      before: { linkId, link: row.link.value, state: stateOf(row) },
      after: { linkId, link: row.link.value, state: move.to, handBackUrl: url },
    });
    const moved = await findTuneLink(tx, ctx.workspaceId, linkId);
    if (!moved) throw new Error(`link ${linkId} is gone`);
    return showTuneLink(ctx, tx, moved);
  });
}

function refuseMove(row: TuneLinkDetail, { from, to }: MoveTuneLink): string | null {
  const { moved, experiment } = row;
  if (moved.state !== from && stateOf(row) !== from) return `${moved.changedBy} has moved it meanwhile. Read it again.`;
  if (!WAYS[from].includes(to)) return 'That is no step from where it stands.';
  if (to === 'routed' && experiment.state !== 'running')
    return 'Start the experiment first: until it runs, its clicks would go to the fallback.';
  return null;
}
