import type { ClaimedRun, Histories, Proposal, Run } from '@alyson/schema';

/**
 * What the worker asks of the control plane, which owns every table and decides everything (W2).
 *
 * @throws ProblemError: `lease_lost` when the run is no longer this worker's, `unavailable` after all retries
 */
export interface ControlPlane {
  /** The next waiting run, or null when there was none for a while. */
  claimRun: (worker: string, stop: AbortSignal) => Promise<ClaimedRun | null>;
  loadHistories: (run: ClaimedRun) => Promise<Histories>;
  proposeSplit: (run: ClaimedRun, proposal: Proposal) => Promise<Run>;
  /** Gives a run back: to be tried again when `retryable`, else as failed. */
  failRun: (run: ClaimedRun, failure: { detail: string; retryable: boolean }) => Promise<Run>;
}
