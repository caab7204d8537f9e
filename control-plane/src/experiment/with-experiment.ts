import { ProblemError } from '@alyson/schema';
import type { Context } from '../context.ts';
import type { Tx } from '../io/database.ts';
import { type ExperimentRows, lockExperiment } from './experiments.store.ts';

/**
 * Runs one change of an experiment as one transaction: `change` gets the experiment as it stands, and nobody else changes
 * it meanwhile.
 *
 * @throws ProblemError `not_found` where this workspace has no such experiment
 */
export function withExperiment<T>(
  ctx: Context,
  experimentId: string,
  change: (tx: Tx, rows: ExperimentRows) => Promise<T>,
): Promise<T> {
  return ctx.db.transaction(async (tx) => {
    const rows = await lockExperiment(tx, ctx.workspaceId, experimentId);
    if (!rows) throw new ProblemError('not_found');
    return change(tx, rows);
  });
}
