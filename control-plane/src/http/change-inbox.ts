import { ChangeEvent } from '@alyson/schema';
import { anyChange, type ChangeFeed } from '../change-feed.ts';

/** A reader this far behind is cut off, and comes again with its last id. */
const MOST_WAITING = 1000;

/** What waits for one reader of a workspace's changes. */
export interface ChangeInbox {
  /** The next note; `nothing` after the time; `ended` once there will be no more. */
  next(withinMs: number): Promise<ChangeEvent | 'nothing' | 'ended'>;
  close(): void;
}

/** @param lastSeen  the id of the last note that the reader has; null when it has just come */
export function openInbox(changes: ChangeFeed, workspaceId: string, lastSeen: string | null): ChangeInbox {
  const waiting = lastSeen === null ? [] : missedSince(lastSeen, workspaceId, changes);
  let isClosed = false;
  let wake = () => {};
  const unsubscribe = changes.subscribe((entry) => {
    if (entry.workspaceId !== workspaceId && entry.workspaceId !== null) return;
    waiting.push(entry.event);
    wake();
  });
  const close = () => {
    isClosed = true;
    unsubscribe();
    changes.ended.removeEventListener('abort', close);
    wake();
  };
  changes.ended.addEventListener('abort', close);
  if (changes.ended.aborted) close();

  const untilWoken = (withinMs: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    async next(withinMs) {
      if (waiting.length === 0 && !isClosed) await untilWoken(withinMs);
      return isClosed || waiting.length > MOST_WAITING ? 'ended' : (waiting.shift() ?? 'nothing');
    },
    close,
  };
}

/** Where it is no longer known what was missed, anything may have changed anywhere. */
function missedSince(lastSeen: string, workspaceId: string, changes: ChangeFeed): ChangeEvent[] {
  const missed = changes.since(workspaceId, lastSeen);
  if (missed) return missed;
  const id = changes.lastId();
  return ChangeEvent.shape.topic.options.map((topic) => ({ id, ...anyChange(topic) }));
}
