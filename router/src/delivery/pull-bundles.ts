import { createApiClient, type Instant, messageOf } from '@alyson/schema';
import type { Counters } from '../counters.ts';
import { type Log, oncePerMinute } from '../log.ts';
import { jitter } from '../pause.ts';
import type { AcceptBundle } from '../release-intake.ts';

export const PULL_EVERY_MS = 5_000;
const TIMEOUT_MS = 10_000;

export interface PullBundlesOptions {
  readonly apiUrl: string;
  readonly edgeToken: string;
  readonly sequenceOf: (shard: number) => number;
  readonly accept: AcceptBundle;
  readonly counters: Counters;
  readonly log: Log;
  readonly now: () => Instant;
}

export interface Pulling {
  /** When it was last known that nothing newer than what is held is to be had; before that, the start. */
  confirmedAt(): Instant;
  stop(): void;
}

/** Asks the control plane every few seconds for bundles newer than those held, so that a missed push heals by itself. */
export function startPulling(options: PullBundlesOptions): Pulling {
  const { apiUrl, edgeToken, sequenceOf, accept, counters, log, now } = options;
  const api = createApiClient({ baseUrl: apiUrl, fetch, headers: { authorization: `Bearer ${edgeToken}` } });
  const warn = oncePerMinute(log, now);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  let confirmedAt = now();

  /** @returns whether all that is newer is in force now */
  const pull = async (): Promise<boolean> => {
    const { shards } = await api.listBundles({ signal: AbortSignal.timeout(TIMEOUT_MS) });
    let isAllTaken = true;
    for (const { shard, sequence } of shards) {
      if (isStopped) return false;
      if (sequence <= sequenceOf(shard)) continue;
      const bundle = await api.getBundle({ params: { shard }, signal: AbortSignal.timeout(TIMEOUT_MS) });
      await accept(shard, bundle);
      isAllTaken &&= sequenceOf(shard) >= sequence;
    }
    return isAllTaken;
  };

  const pullAgain = async () => {
    try {
      if (await pull()) confirmedAt = now();
      counters.pulls.succeeded += 1;
    } catch (error) {
      counters.pulls.failed += 1;
      warn('warn', 'bundles could not be pulled', { detail: messageOf(error) });
    }
    if (!isStopped) timer = setTimeout(pullAgain, jitter(PULL_EVERY_MS));
  };
  void pullAgain();

  return {
    confirmedAt: () => confirmedAt,
    stop() {
      isStopped = true;
      if (timer !== undefined) clearTimeout(timer);
    },
  };
}
