import type { Context } from '../../context.ts';
import type { Decided } from './approve-change.ts';
import { closeProposedChange } from './close-proposed-change.ts';
import { type ShownProposedChange, showProposedChange } from './show-proposed-change.ts';
import { withOpenProposedChange } from './with-open-proposed-change.ts';

/**
 * Refuses what another proposed; whoever proposed it withdraws it so. Nothing is changed.
 *
 * @throws ProblemError `not_found`, `proposed_change_closed`
 */
export function refuseChange(ctx: Context, { proposedChangeId, note }: Decided): Promise<ShownProposedChange> {
  return withOpenProposedChange(ctx, proposedChangeId, async (tx, { experiment }, proposed) => {
    const state = proposed.proposedById === ctx.actor.id ? 'withdrawn' : 'refused';
    return showProposedChange(await closeProposedChange(tx, ctx, { proposed, experiment, state, note }), experiment);
  });
}
