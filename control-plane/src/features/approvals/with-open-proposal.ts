import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { ExperimentRows } from '../../experiment/experiments.store.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import type { Tx } from '../../io/database.ts';
import { findProposal, type ProposalRow } from './proposals.store.ts';

/**
 * Decides on a proposal that is open, while nobody else changes its experiment: two deciders come one after the other.
 *
 * @throws ProblemError `not_found`, `proposal_closed`
 */
export async function withOpenProposal<T>(
  ctx: Context,
  proposalId: string,
  decide: (tx: Tx, rows: ExperimentRows, proposal: ProposalRow) => Promise<T>,
): Promise<T> {
  const known = await findProposal(ctx.db, ctx.workspaceId, proposalId);
  if (!known) throw new ProblemError('not_found');
  return withExperiment(ctx, known.experimentId, async (tx, rows) => {
    // Again, now that the experiment is locked: somebody may have been quicker.
    const proposal = await findProposal(tx, ctx.workspaceId, proposalId);
    if (!proposal) throw new ProblemError('not_found');
    if (proposal.state !== 'open')
      throw new ProblemError('proposal_closed', `It is ${proposal.state} already, by ${proposal.decidedByName}.`);
    return decide(tx, rows, proposal);
  });
}
