import { messageOf } from '@alyson/schema';
import { type Log, oncePerMinute } from '../log.ts';
import { type CallbackMessage, toMessage } from './callback-message.ts';
import type { Inbox } from './inbox.ts';

/** Queues takes 128 KB with its own metadata. */
const MOST_MESSAGE_BYTES = 120_000;

export interface QueueInboxOptions {
  readonly queue: Queue<CallbackMessage>;
  readonly now: () => number;
  readonly log: Log;
}

/** Calls into Cloudflare Queues: a send that has resolved is on disk (R26). */
export function createQueueInbox({ queue, now, log }: QueueInboxOptions): Inbox {
  const warn = oncePerMinute(log, now);
  return {
    async keep(callback) {
      const message = toMessage(callback);
      if (new TextEncoder().encode(JSON.stringify(message)).length > MOST_MESSAGE_BYTES) return 'too_large';
      try {
        await queue.send(message, { contentType: 'json' });
        return null;
      } catch (error) {
        warn('error', 'queue refused a call', { fault: messageOf(error) });
        return 'failed';
      }
    },
  };
}
