import { ChangeEvent } from '@alyson/schema';

/** How many notes are kept for a listener that was away for a moment. */
const KEPT = 1000;

export interface FeedEntry {
  /** Null: of every workspace. */
  workspaceId: string | null;
  event: ChangeEvent;
}

/** Takes notes to every process, this one too: they come back by `accept`, in the same order everywhere. */
type Carrier = (entries: readonly FeedEntry[]) => void;

export interface ChangeFeed {
  publish(workspaceId: string, change: Omit<ChangeEvent, 'id'>): void;
  /** @returns ends the subscription */
  subscribe(listener: (entry: FeedEntry) => void): () => void;
  /** What a workspace's listener missed since an id, oldest first; null when some of it is no longer known. */
  since(workspaceId: string, id: string): ChangeEvent[] | null;
  /** Of the newest note. */
  lastId(): string;
  /** From now on notes go by this carrier; null: they are told in this process only. */
  carryBy(carrier: Carrier | null): void;
  /** Tells what a carrier brought. */
  accept(entry: FeedEntry): void;
  /** Notes of other processes may have been lost: every listener is told that anything may have changed. */
  skip(): void;
  /** Aborted when the process stops: whoever waits for a note waits no longer. */
  readonly ended: AbortSignal;
  end(): void;
}

/**
 * Passes notes of changes on (C10): within this process, and by a carrier to every other. They are hints to read again, so
 * losing one to a crash costs a late screen and nothing else.
 *
 * @param origin  names this process, as no other ever was or will be: an id says by whom and as which a note was made, so
 *   that a listener can go on at another process, which heard the same notes in the same order
 */
export function createChangeFeed(origin: string): ChangeFeed {
  const listeners = new Set<(entry: FeedEntry) => void>();
  // Stands for all that was before, so that there is an id to go on from.
  const kept: FeedEntry[] = [{ workspaceId: '', event: { id: `${origin}.0`, ...anyChange('experiment') } }];
  const ending = new AbortController();
  let made = 0;
  let carrier: Carrier | null = null;
  const nextId = () => {
    made += 1;
    return `${origin}.${made}`;
  };
  const accept = (entry: FeedEntry) => {
    kept.push(entry);
    if (kept.length > KEPT) kept.shift();
    for (const listener of listeners) listener(entry);
  };
  return {
    publish(workspaceId, change) {
      const entry = { workspaceId, event: { id: nextId(), ...change } };
      if (carrier) carrier([entry]);
      else accept(entry);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    since(workspaceId, id) {
      const last = kept.findLastIndex(({ event }) => event.id === id);
      if (last < 0) return null;
      return kept
        .slice(last + 1)
        .flatMap((entry) => (entry.workspaceId === workspaceId || entry.workspaceId === null ? [entry.event] : []));
    },
    lastId: () => kept.at(-1)?.event.id ?? `${origin}.0`,
    carryBy(next) {
      carrier = next;
    },
    accept,
    skip() {
      // What was heard before cannot be gone on from: nobody knows what came between.
      kept.length = 0;
      for (const topic of ChangeEvent.shape.topic.options)
        accept({ workspaceId: null, event: { id: nextId(), ...anyChange(topic) } });
    },
    ended: ending.signal,
    end: () => ending.abort(),
  };
}

/** A note without ids: any may have changed. */
export const anyChange = (topic: ChangeEvent['topic']): Omit<ChangeEvent, 'id'> => ({
  topic,
  experimentIds: [],
  count: 0,
});
