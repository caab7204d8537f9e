import type { ChangeEvent } from '@alyson/schema';

/** How many notes are kept for a listener that was away for a moment. */
const KEPT = 1000;

interface FeedEntry {
  workspaceId: string;
  event: ChangeEvent;
}

export interface ChangeFeed {
  publish(workspaceId: string, change: Omit<ChangeEvent, 'id'>): void;
  /** @returns ends the subscription */
  subscribe(listener: (entry: FeedEntry) => void): () => void;
  /** What a workspace's listener missed since an id, oldest first; null when some of it is no longer known. */
  since(workspaceId: string, id: number): ChangeEvent[] | null;
  /** Of the newest note. */
  lastId(): number;
  /** Aborted when the process stops: whoever waits for a note waits no longer. */
  readonly ended: AbortSignal;
  end(): void;
}

/**
 * Passes notes of changes on within this process (C10). They are hints to read again, so losing one to a crash costs a
 * late screen and nothing else.
 *
 * @param firstId  where ids begin; the time of start, so that ids rise across restarts too
 */
export function createChangeFeed(firstId: number): ChangeFeed {
  const listeners = new Set<(entry: FeedEntry) => void>();
  const kept: FeedEntry[] = [];
  const ending = new AbortController();
  let lastId = firstId;
  return {
    publish(workspaceId, change) {
      lastId += 1;
      const entry = { workspaceId, event: { id: lastId, ...change } };
      kept.push(entry);
      if (kept.length > KEPT) kept.shift();
      for (const listener of listeners) listener(entry);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    since(workspaceId, id) {
      const oldest = kept[0]?.event.id ?? lastId + 1;
      if (id + 1 < oldest || id > lastId) return null;
      return kept.filter((entry) => entry.workspaceId === workspaceId && entry.event.id > id).map(({ event }) => event);
    },
    lastId: () => lastId,
    ended: ending.signal,
    end: () => ending.abort(),
  };
}
