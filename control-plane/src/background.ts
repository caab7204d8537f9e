import { type Counters, countFailure } from './counters.ts';
import type { Logger } from './io/log.ts';

/** Work that goes on beside requests: the relay, the scheduler. */
export interface BackgroundTask {
  /** Ends after the step under way. */
  stop(): Promise<void>;
}

/** A task that does the same step again and again. */
export interface Loop extends BackgroundTask {
  /** Does a step now; when one is under way, another right after it. */
  wake(): void;
}

export interface LoopOptions {
  name: string;
  log: Logger;
  counters: Counters;
  /** The pause between steps that nobody asked for. */
  everyMs: number;
  /** After a failure the next step comes soon, then later and later, up to this. */
  longestRetryMs: number;
  /** Never two at once. */
  step(): Promise<void>;
}

/**
 * Does the same with each, one after the other: one that fails holds up none of the others.
 *
 * @throws AggregateError that says `failed`, after all had their turn
 */
export async function eachByItself<T>(
  items: readonly T[],
  act: (item: T) => Promise<unknown>,
  failed: string,
): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) await act(item).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, failed);
}

const FIRST_RETRY_MS = 250;

export function startLoop({ name, log, counters, everyMs, longestRetryMs, step }: LoopOptions): Loop {
  let isStopping = false;
  let isAsked = false;
  let failures = 0;
  let endPause = () => {};

  const pause = () =>
    new Promise<void>((resolve) => {
      const retryMs = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), longestRetryMs);
      const timer = setTimeout(resolve, failures > 0 ? retryMs : everyMs);
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const takeStep = async () => {
    try {
      await step();
      if (failures > 0) log.info({ task: name, failures }, 'works again');
      failures = 0;
    } catch (error) {
      failures += 1;
      countFailure(counters, name);
      log.error({ err: error, task: name, failures }, 'a step failed');
    }
  };

  const run = async () => {
    while (!isStopping) {
      isAsked = false;
      await takeStep();
      if (!isAsked && !isStopping) await pause();
    }
  };

  const ended = run();
  return {
    wake() {
      isAsked = true;
      endPause();
    },
    async stop() {
      isStopping = true;
      endPause();
      await ended;
    },
  };
}
