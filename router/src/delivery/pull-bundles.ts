import { createApiClient, messageOf } from '@alyson/schema';
import { type Log, oncePerMinute } from '../log.ts';
import { jitter } from '../pause.ts';
import type { AcceptBundle } from '../release-intake.ts';

const PULL_EVERY_MS = 5_000;
const TIMEOUT_MS = 10_000;

export interface PullBundlesOptions {
  readonly apiUrl: string;
  readonly edgeToken: string;
  readonly sequenceOf: (shard: number) => number;
  readonly accept: AcceptBundle;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * Asks the control plane every few seconds for bundles newer than those held, so that a missed push heals by itself.
 *
 * @returns ends it
 */
export function startPulling({ apiUrl, edgeToken, sequenceOf, accept, log, now }: PullBundlesOptions): () => void {
  const api = createApiClient({ baseUrl: apiUrl, fetch, headers: { authorization: `Bearer ${edgeToken}` } });
  const warn = oncePerMinute(log, now);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const pull = async () => {
    const { shards } = await api.listBundles({ signal: AbortSignal.timeout(TIMEOUT_MS) });
    for (const { shard, sequence } of shards) {
      if (isStopped) return;
      if (sequence <= sequenceOf(shard)) continue;
      await accept(shard, await api.getBundle({ params: { shard }, signal: AbortSignal.timeout(TIMEOUT_MS) }));
    }
  };

  const pullAgain = async () => {
    await pull().catch((error: unknown) => warn('warn', 'bundles could not be pulled', { detail: messageOf(error) }));
    if (!isStopped) timer = setTimeout(pullAgain, jitter(PULL_EVERY_MS));
  };
  void pullAgain();

  return () => {
    isStopped = true;
    if (timer !== undefined) clearTimeout(timer);
  };
}
