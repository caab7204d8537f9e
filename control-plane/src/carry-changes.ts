import { ChangeEvent } from '@alyson/schema';
import * as z from 'zod';
import { type BackgroundTask, startLoop } from './background.ts';
import type { FeedEntry } from './change-feed.ts';
import { notify } from './change-notes.store.ts';
import type { Deps } from './context.ts';
import type { DatabaseConnection, Listening } from './io/database.ts';
import { describeError } from './io/database-faults.ts';

const CHANNEL = 'alyson_changes';

/** A note travels in 8000 bytes, as PostgreSQL has it. */
const MOST_BYTES = 7_500;
const LOOK_MS = 10_000;
const LONGEST_RETRY_MS = 15_000;
const ECHO_WITHIN_MS = 5_000;

const Carried = z.union([
  z.object({ hello: z.string() }),
  z.object({ entries: z.array(z.object({ workspaceId: z.string().nullable(), event: ChangeEvent })) }),
]);

/**
 * Takes notes of changes to every process on the same database, by LISTEN and NOTIFY on one connection per process (C10).
 * PostgreSQL tells them to all listeners in one order, so that a reader can go on at another process. While the connection
 * is away, notes stay in the process, and once it is back every reader is told that anything may have changed.
 *
 * A note is sent after its commit, and not within it: there each commit would wait for a lock that all commits share. A
 * process that dies between the two owes its readers a note; they come to another process, which does not know their id.
 */
export function startCarryingChanges(deps: Deps, { listen }: Pick<DatabaseConnection, 'listen'>): BackgroundTask {
  const { changes, counters, log, newId } = deps;
  let listening: Listening | null = null;
  let isHeard = false;

  const lose = () => {
    listening = null;
    isHeard = false;
    changes.carryBy(null);
  };
  const connect = async () => {
    const hello = newId('request');
    const heard = Promise.withResolvers<void>();
    // A connection can be lost before it is open: then the step fails, and its loop comes again by itself.
    let opened: Listening | null = null;
    opened = await listen(CHANNEL, {
      onNote: (text) => {
        const carried = readCarried(text);
        if (carried && 'entries' in carried && isHeard) for (const entry of carried.entries) changes.accept(entry);
        if (carried && 'hello' in carried && carried.hello === hello) heard.resolve();
      },
      onLost: () => {
        if (opened === null || listening !== opened) return;
        lose();
        loop.wake();
      },
    });
    listening = opened;
    // Behind a pooler LISTEN succeeds, and nothing ever comes.
    const echo = setTimeout(() => heard.reject(new Error('notes do not come back')), ECHO_WITHIN_MS);
    try {
      await Promise.all([notify(deps.db, CHANNEL, JSON.stringify({ hello })), heard.promise]);
    } finally {
      clearTimeout(echo);
    }
    isHeard = true;
    changes.skip();
    changes.carryBy(send);
  };

  const waiting: FeedEntry[] = [];
  let isSending = false;
  const send = (entries: readonly FeedEntry[]) => {
    waiting.push(...entries);
    if (!isSending) void drain();
  };
  /** One after the other, so that they keep their order; what gathers meanwhile goes together. */
  const drain = async () => {
    isSending = true;
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      try {
        await notify(deps.db, CHANNEL, JSON.stringify({ entries: batch }));
      } catch (error) {
        log.warn({ detail: describeError(error) }, 'a note of a change stays in this process');
        for (const entry of batch) changes.accept(entry);
      }
    }
    isSending = false;
  };

  const loop = startLoop({
    name: 'notes of changes',
    log,
    counters,
    everyMs: LOOK_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    async step() {
      try {
        if (listening && isHeard) await listening.check();
        else await connect();
      } catch (error) {
        const broken = listening;
        lose();
        await broken?.close();
        throw error;
      }
    },
  });
  return {
    async stop() {
      await loop.stop();
      const last = listening;
      lose();
      await last?.close();
    },
  };
}

function readCarried(text: string): z.infer<typeof Carried> | null {
  try {
    return Carried.parse(JSON.parse(text));
  } catch {
    // Of a process of another version: its readers are its own affair.
    return null;
  }
}

function takeBatch(waiting: FeedEntry[]): FeedEntry[] {
  const batch: FeedEntry[] = [];
  let bytes = 0;
  while (waiting[0]) {
    const entry = fitEntry(waiting[0]);
    bytes += bytesOf(entry);
    if (bytes > MOST_BYTES && batch.length > 0) break;
    batch.push(entry);
    waiting.shift();
  }
  return batch;
}

/** One that names too many experiments names none: any may have changed. */
const fitEntry = (entry: FeedEntry): FeedEntry =>
  bytesOf(entry) <= MOST_BYTES ? entry : { ...entry, event: { ...entry.event, experimentIds: [] } };

const bytesOf = (entry: FeedEntry): number => Buffer.byteLength(JSON.stringify(entry)) + 1;
