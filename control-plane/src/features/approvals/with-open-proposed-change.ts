import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { ExperimentRows } from '../../experiment/experiments.store.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import type { Tx } from '../../io/database.ts';
import { findProposedChange, type ProposedChangeRow } from './proposed-changes.store.ts';

/**
 * Decides on a proposed change that is open, while nobody else changes its experiment: two deciders come one after the other.
 *
 * @throws ProblemError `not_found`, `proposed_change_closed`
 */
export async function withOpenProposedChange<T>(
  ctx: Context,
  proposedChangeId: string,
  decide: (tx: Tx, rows: ExperimentRows, proposed: ProposedChangeRow) => Promise<T>,
): Promise<T> {
  const known = await findProposedChange(ctx.db, ctx.workspaceId, proposedChangeId);
  if (!known) throw new ProblemError('not_found');
  return withExperiment(ctx, known.experimentId, async (tx, rows) => {
    // Again, now that the experiment is locked: somebody may have been quicker.
    const proposed = await findProposedChange(tx, ctx.workspaceId, proposedChangeId);
    if (!proposed) throw new ProblemError('not_found');
    if (proposed.state !== 'open')
      throw new ProblemError(
        'proposed_change_closed',
        `It is ${proposed.state} already, by ${proposed.decidedByName}.`,
      );
    return decide(tx, rows, proposed);
  });
}
