import { Click, type Instant } from '@alyson/schema';
import type { WaitingClicks } from '../io/click-sink.ts';

const Answered = Click.pick({ at: true });

export interface OldestWaiting {
  /** The same clicks. */
  readonly waiting: WaitingClicks;
  /** When the oldest of them was answered; null while none waits. */
  oldestAt(): Instant | null;
}

/** Keeps since when clicks wait: whoever delivers them looks at the oldest first, and again until it is gone. */
export function watchOldest(waiting: WaitingClicks): OldestWaiting {
  let oldestAt: Instant | null = null;
  return {
    waiting: {
      ...waiting,
      async next(mostClicks) {
        const batch = await waiting.next(mostClicks);
        const [oldest] = batch?.clicks ?? [];
        oldestAt = oldest === undefined ? null : Answered.parse(JSON.parse(oldest)).at;
        return batch;
      },
    },
    oldestAt: () => oldestAt,
  };
}
