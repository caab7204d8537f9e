import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { placePageEvents } from './place-page-events.ts';
import { readCalls } from './read-calls.ts';
import { rereadCalls } from './reread-calls.ts';

/** A step is in the funnel about this much after it came. */
const PAUSE_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

/** Reads what Segment sent, and gives it its clicks. */
export const startReadingSegment = (deps: Deps): BackgroundTask =>
  startLoop({
    name: 'read segment',
    log: deps.log,
    counters: deps.counters,
    everyMs: PAUSE_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    step: () => readSegment(deps),
  });

/** Does all there is to do. */
export async function readSegment(deps: Deps): Promise<void> {
  for (;;) {
    const read = await readCalls(deps);
    const isRereading = await rereadCalls(deps);
    const placed = await placePageEvents(deps);
    if (read + placed === 0 && !isRereading) return;
  }
}
