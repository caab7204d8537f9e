import type { QueryClient } from '@tanstack/react-query';
import type { LiveMessage, LiveState } from './change-stream.ts';
import { createInvalidator } from './invalidator.ts';
import { staleKeys } from './query-keys.ts';
import { joinSharedStream } from './shared-stream.ts';
import { createStore } from './store.ts';

/** How the panel is being kept up to date; the header shows it. */
export const liveState = createStore<LiveState>({ kind: 'connecting' });

const SOON_MS = 300;
const LATER_MS = 2_000;
const HIDDEN_DISCONNECT_MS = 60_000;

/**
 * Marks what changed as stale, as the browser's shared stream of changes says. A tab hidden for a minute lets go of it, and
 * catches up on return; so does a page that was left, at once: kept for "Back" it would keep the stream from the others.
 *
 * @param workspaceId  whose changes they are: its tabs share a stream
 * @returns how to stop
 */
export function startLiveUpdates(queryClient: QueryClient, workspaceId: string): () => void {
  const invalidator = createInvalidator(queryClient);
  let leave: (() => void) | null = null;
  let lastId: string | null = null;
  let hasGap = false;
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;

  const refreshAll = () => queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });

  const hear = (message: LiveMessage) => {
    switch (message.kind) {
      case 'state':
        liveState.set(message.state);
        // Others may have heard what this tab did not.
        if (message.state.kind === 'live' && hasGap) void refreshAll();
        if (message.state.kind === 'live') hasGap = false;
        return;
      case 'gap':
        return void refreshAll();
      case 'note': {
        lastId = message.note.id;
        const stale = staleKeys(message.note);
        for (const key of stale.soon) invalidator.invalidate(key, SOON_MS);
        for (const key of stale.later) invalidator.invalidate(key, LATER_MS);
        return;
      }
      default:
        return message satisfies never;
    }
  };

  const join = () => {
    leave = joinSharedStream(`alyson.live.${workspaceId}`, () => lastId, hear);
  };
  const pause = () => {
    leave?.();
    leave = null;
    // What the other tabs hear meanwhile is not heard here: read again on return.
    hasGap = true;
    lastId = null;
    liveState.set({ kind: 'paused' });
  };
  const onVisibility = () => {
    clearTimeout(hiddenTimer);
    if (document.visibilityState === 'hidden') hiddenTimer = setTimeout(pause, HIDDEN_DISCONNECT_MS);
    else if (!leave) join();
  };

  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('pagehide', pause);
  window.addEventListener('pageshow', onVisibility);
  join();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('pagehide', pause);
    window.removeEventListener('pageshow', onVisibility);
    clearTimeout(hiddenTimer);
    invalidator.stop();
    leave?.();
  };
}
