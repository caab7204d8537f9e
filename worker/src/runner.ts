import { setTimeout as pause } from 'node:timers/promises';
import {
  type ClaimedRun,
  type Log,
  type LogFields,
  messageOf,
  PROBLEMS,
  ProblemError,
  placesOf,
  type Run,
} from '@alyson/schema';
import type { Activities } from './activities/index.ts';
import type { ControlPlane } from './io/control-plane.ts';
import { gradeExperiment } from './workflows/grade-experiment.ts';

export interface RunnerOptions {
  controlPlane: ControlPlane;
  activities: Activities;
  /** This worker's name, for whoever looks at a lease. */
  worker: string;
  log: Log;
  /** How long a run under way may go on after the stop, before it is given back. */
  graceMs?: number;
  /** How long to wait, at most, before asking again a control plane that did not answer. */
  retryMs?: number;
}

/**
 * The default engine: leases one run at a time from the control plane and takes it through the activities, until stopped.
 * A run that is cut off by a crash comes back when its lease runs out.
 */
export async function runWorker(options: RunnerOptions, stop: AbortSignal): Promise<void> {
  const claim = createClaim(options, stop);
  while (!stop.aborted) {
    const run = await claim();
    if (run) await execute(run, options, stop);
  }
}

/** Claims in a loop's rhythm: an outage is said once and waited out. */
function createClaim({ controlPlane, worker, log, retryMs = 2_000 }: RunnerOptions, stop: AbortSignal) {
  let outage: string | null = null;
  return async (): Promise<ClaimedRun | null> => {
    try {
      const run = await controlPlane.claimRun(worker, stop);
      if (outage) log('info', 'control plane reached');
      outage = null;
      return run;
    } catch (error) {
      if (stop.aborted) return null;
      const detail = describe(error);
      if (detail !== outage) log('warn', 'claim failed', { detail });
      outage = detail;
      await pause(retryMs * (0.5 + Math.random() / 2), undefined, { signal: stop }).catch(() => undefined);
      return null;
    }
  };
}

async function execute(run: ClaimedRun, options: RunnerOptions, stop: AbortSignal): Promise<void> {
  const { activities, controlPlane, log, graceMs = 5_000 } = options;
  const startedAt = performance.now();
  const facts = () => ({
    runId: run.id,
    experimentId: run.experimentId,
    requestId: run.requestId,
    durationMs: Math.round(performance.now() - startedAt),
  });
  try {
    const graded = await withinGrace(gradeExperiment(run, activities), stop, graceMs);
    log('info', 'run graded', { ...facts(), ...outcomeOf(graded) });
  } catch (error) {
    log('error', 'run failed', { ...facts(), ...tell(error), ...(await giveBack(run, error, controlPlane)) });
  }
}

const outcomeOf = ({ state, releaseNumber, proposal }: Run) => ({
  state,
  releaseNumber,
  hold: proposal?.hold?.code ?? null,
});

/** A run that its lease no longer covers is somebody else's: nothing is said about it. */
async function giveBack(run: ClaimedRun, error: unknown, controlPlane: ControlPlane): Promise<{ givenBack: string }> {
  if (error instanceof ProblemError && (error.code === 'lease_lost' || error.code === 'not_found'))
    return { givenBack: 'not_ours_any_more' };
  const failure = failureOf(error);
  try {
    await controlPlane.failRun(run, failure);
    return { givenBack: failure.retryable ? 'to_be_tried_again' : 'as_failed' };
  } catch (cause) {
    return { givenBack: `by_its_lease: ${describe(cause)}` };
  }
}

class WorkerStoppedError extends Error {
  override readonly name = 'WorkerStoppedError';
}

/** What people read on the run. A fault of ours shows nothing of itself there; the log has it whole. */
function failureOf(error: unknown): { detail: string; retryable: boolean } {
  if (error instanceof WorkerStoppedError) return { detail: 'The worker was stopped.', retryable: true };
  if (error instanceof ProblemError) return { detail: error.message, retryable: PROBLEMS[error.code].retryable };
  return { detail: 'A fault in the grading worker; its log has the details.', retryable: false };
}

function describe(error: unknown): string {
  if (error instanceof ProblemError) return `${error.code}: ${error.message}`;
  return messageOf(error);
}

/** A fault of ours with its places, for whoever mends it. */
const tell = (error: unknown): LogFields => ({
  detail: describe(error),
  places: error instanceof Error && !(error instanceof ProblemError) ? placesOf(error) : undefined,
});

/** The outcome of `work`, or a WorkerStoppedError once the stop is `graceMs` old. */
function withinGrace<T>(work: Promise<T>, stop: AbortSignal, graceMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const startGrace = () => {
      timer = setTimeout(() => reject(new WorkerStoppedError()), graceMs);
    };
    if (stop.aborted) startGrace();
    else stop.addEventListener('abort', startGrace, { once: true });
    const settle = () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', startGrace);
    };
    work.finally(settle).then(resolve, reject);
  });
}
