import { setTimeout as sleep } from 'node:timers/promises';
import { type BackgroundTask, startLoop } from '../background.ts';
import type { Deps } from '../context.ts';
import { createSender } from './create-sender.ts';

const LOOK_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

/** Within the time that the process has to stop: an answer that is nearly there spares a repeat. */
const LAST_WAIT_MS = 2_000;

/** Topics of notes after which there may be something to send. */
const TELLING: ReadonlySet<string> = new Set(['buyer_event', 'release', 'run', 'destination']);

/** Sends postbacks and webhooks as they come due, and at once what has just come about. */
export function startSending(deps: Deps): BackgroundTask {
  const sender = createSender(deps, () => loop.wake());
  const loop = startLoop({
    name: 'outbound',
    log: deps.log,
    counters: deps.counters,
    everyMs: LOOK_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    step: async () => void (await sender.sendDue()),
  });
  const unsubscribe = deps.changes.subscribe(({ event }) => {
    if (TELLING.has(event.topic)) loop.wake();
  });
  return {
    async stop() {
      unsubscribe();
      await loop.stop();
      await Promise.race([sender.idle(), sleep(LAST_WAIT_MS)]);
      sender.abort();
      await sender.idle();
    },
  };
}
