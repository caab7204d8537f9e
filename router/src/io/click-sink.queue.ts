import { messageOf } from '@alyson/schema';
import type { Counters } from '../counters.ts';
import { type Log, oncePerMinute } from '../log.ts';
import { within } from '../within.ts';
import type { ClickSink } from './click-sink.ts';

/** A send takes some 60 ms; one that takes this long is given up, and a click sent twice is stored once. */
const SEND_WITHIN_MS = 500;

export interface QueueSinkOptions {
  readonly queue: Pick<Queue<string>, 'send'>;
  /** Takes the clicks that the queue refuses (R25). */
  readonly otherwise: ClickSink;
  readonly now: () => number;
  readonly counters: Counters;
  readonly log: Log;
}

/** Clicks into Cloudflare Queues: a send that has resolved is on disk (R23). */
export function createQueueClickSink({ queue, otherwise, now, counters, log }: QueueSinkOptions): ClickSink {
  const warn = oncePerMinute(log, now);
  const send = async (click: string, onKept: () => void) => {
    try {
      // As text: as JSON it would be a JSON text inside of another.
      await within(SEND_WITHIN_MS, queue.send(click, { contentType: 'text' }));
      counters.recorded += 1;
      onKept();
    } catch (error) {
      warn('error', 'queue refused a click', { fault: messageOf(error) });
      otherwise.record(click, onKept);
    }
  };
  return { record: (click, onKept) => void send(click, onKept) };
}
