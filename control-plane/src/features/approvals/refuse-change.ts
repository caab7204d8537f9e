import type { Context } from '../../context.ts';
import type { Decided } from './approve-change.ts';
import { closeProposal } from './close-proposal.ts';
import { type ShownProposal, showProposal } from './show-proposal.ts';
import { withOpenProposal } from './with-open-proposal.ts';

/**
 * Refuses what another proposed; whoever proposed it withdraws it so. Nothing is changed.
 *
 * @throws ProblemError `not_found`, `proposal_closed`
 */
export function refuseChange(ctx: Context, { proposalId, note }: Decided): Promise<ShownProposal> {
  return withOpenProposal(ctx, proposalId, async (tx, { experiment }, proposal) => {
    const state = proposal.proposedById === ctx.actor.id ? 'withdrawn' : 'refused';
    return showProposal(await closeProposal(tx, ctx, { proposal, experiment, state, note }), experiment);
  });
}
