import { ProblemError } from '@alyson/schema';
import type { Tx } from '../../io/database.ts';
import { lockRun, type RunRow } from './runs.store.ts';

/**
 * The run of a lease, for a change. A lease that has run out still counts as long as nobody else has taken the run; one
 * that was given back does not.
 *
 * @throws ProblemError `not_found`, `lease_lost`
 */
export async function lockLeasedRun(tx: Tx, runId: string, leaseId: string): Promise<RunRow> {
  const run = await lockRun(tx, runId);
  if (!run) throw new ProblemError('not_found');
  if (run.leaseId !== leaseId || run.state === 'queued') throw new ProblemError('lease_lost');
  return run;
}
