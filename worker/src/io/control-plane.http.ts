import { type ClaimedRun, createApiClient, PROBLEMS, ProblemError } from '@alyson/schema';
import type { ControlPlane } from './control-plane.ts';

export interface HttpControlPlaneOptions {
  /** Without a slash at its end. */
  baseUrl: string;
  token: string;
  /** For one answer; a claim also waits for a run to come. */
  timeoutMs?: number;
  /** How long the control plane may wait for a run before it answers that there is none. */
  claimWaitMs?: number;
  /** The wait before the second try; it doubles from try to try. */
  firstRetryMs?: number;
}

const TRIES = 4;

/**
 * The control plane over HTTP. Everything but a claim is tried again while the answer may still come: reading changes
 * nothing, and a lease lets a proposal or a failure take effect once, however often it arrives.
 */
export function createHttpControlPlane(options: HttpControlPlaneOptions): ControlPlane {
  const { baseUrl, token, timeoutMs = 10_000, claimWaitMs = 20_000, firstRetryMs = 250 } = options;
  const authorization = `Bearer ${token}`;
  const client = createApiClient({ baseUrl, fetch, headers: { authorization } });
  /** Whatever is asked for a run carries the id of the request that it goes back to. */
  const clientFor = ({ requestId }: ClaimedRun) =>
    createApiClient({ baseUrl, fetch, headers: { authorization, 'x-request-id': requestId } });
  const persist = <T>(call: (signal: AbortSignal) => Promise<T>) =>
    withRetries(() => withTimeout(call, timeoutMs), firstRetryMs);
  const params = ({ id }: { id: string }) => ({ runId: id });

  return {
    async claimRun(worker, stop) {
      const claim = (signal: AbortSignal) =>
        client.claimRun({ body: { worker, waitMs: claimWaitMs }, signal: AbortSignal.any([signal, stop]) });
      return (await withTimeout(claim, claimWaitMs + timeoutMs)).run;
    },
    loadHistories: (run) => persist((signal) => clientFor(run).getHistories({ params: params(run), signal })),
    proposeSplit: (run, proposal) =>
      persist((signal) =>
        clientFor(run).proposeSplit({ params: params(run), body: { leaseId: run.leaseId, proposal }, signal }),
      ),
    failRun: (run, failure) =>
      persist((signal) =>
        clientFor(run).failRun({ params: params(run), body: { leaseId: run.leaseId, ...failure }, signal }),
      ),
  };
}

async function withTimeout<T>(call: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await call(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new ProblemError('unavailable', `The control plane did not answer within ${timeoutMs / 1000} s.`);
  }
}

/** Waits half to all of a doubling time, so that many workers do not come back at once. */
async function withRetries<T>(call: () => Promise<T>, firstRetryMs: number): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const mayPass = error instanceof ProblemError && PROBLEMS[error.code].retryable;
      if (!mayPass || attempt === TRIES) throw error;
      const waitMs = firstRetryMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
