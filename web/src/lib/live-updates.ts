import { ChangeEvent } from '@alyson/schema';
import type { QueryClient } from '@tanstack/react-query';
import { createInvalidator } from './invalidator.ts';
import { staleKeys } from './query-keys.ts';
import { createStore } from './store.ts';
import { inWorkspace } from './workspace-choice.ts';

export type LiveState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** `since`: when data was last known to be current, in epoch ms. */
  | { kind: 'reconnecting'; since: number }
  | { kind: 'polling' }
  /** Nobody is looking. */
  | { kind: 'paused' };

/** How the panel is being kept up to date; the header shows it. */
export const liveState = createStore<LiveState>({ kind: 'connecting' });

const SOON_MS = 300;
const LATER_MS = 2_000;
const POLL_MS = 15_000;
const HIDDEN_DISCONNECT_MS = 60_000;
const FAILURES_BEFORE_POLLING = 3;
const FIRST_RETRY_MS = 1_000;

/**
 * Follows `GET /v1/events` and marks what changed as stale. After three failures in a row it reads everything shown
 * every 15 s and goes on trying. A tab hidden for a minute lets go of its stream, and catches up on return; so does a page
 * that was left, at once: kept for "Back" it would hold one of the few connections that a browser opens to a host.
 *
 * @returns how to stop
 */
export function startLiveUpdates(queryClient: QueryClient): () => void {
  const invalidator = createInvalidator(queryClient);
  let stream: EventSource | undefined;
  let failures = 0;
  let hasGap = false;
  let lastCurrentAt = Date.now();
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setInterval> | undefined;

  const refreshAll = () => queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'me' });

  const connect = () => {
    clearTimeout(retryTimer);
    stream = new EventSource(inWorkspace('/v1/events'));
    stream.onopen = () => {
      failures = 0;
      clearInterval(pollTimer);
      pollTimer = undefined;
      liveState.set({ kind: 'live' });
      // A stream that the browser takes up again is told what it missed; one of ours begins now.
      if (hasGap) void refreshAll();
      hasGap = false;
    };
    stream.onmessage = (message: MessageEvent<string>) => {
      lastCurrentAt = Date.now();
      const note = readNote(message.data);
      if (!note) return;
      const stale = staleKeys(note);
      for (const key of stale.soon) invalidator.invalidate(key, SOON_MS);
      for (const key of stale.later) invalidator.invalidate(key, LATER_MS);
    };
    stream.onerror = fail;
  };

  const fail = () => {
    failures += 1;
    if (failures < FAILURES_BEFORE_POLLING) {
      liveState.set({ kind: 'reconnecting', since: lastCurrentAt });
    } else {
      liveState.set({ kind: 'polling' });
      pollTimer ??= setInterval(() => void refreshAll(), POLL_MS);
    }
    // The browser takes up a broken stream by itself; one that was refused it gives up.
    if (stream?.readyState !== EventSource.CLOSED) return;
    hasGap = true;
    retryTimer = setTimeout(connect, Math.min(POLL_MS, FIRST_RETRY_MS * 2 ** (failures - 1)));
  };

  const disconnect = () => {
    clearTimeout(retryTimer);
    clearInterval(pollTimer);
    pollTimer = undefined;
    stream?.close();
    stream = undefined;
    hasGap = true;
  };

  const pause = () => {
    disconnect();
    liveState.set({ kind: 'paused' });
  };

  const onVisibility = () => {
    clearTimeout(hiddenTimer);
    if (document.visibilityState === 'hidden') {
      hiddenTimer = setTimeout(pause, HIDDEN_DISCONNECT_MS);
    } else if (!stream) {
      connect();
    }
  };

  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('pagehide', pause);
  window.addEventListener('pageshow', onVisibility);
  connect();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('pagehide', pause);
    window.removeEventListener('pageshow', onVisibility);
    clearTimeout(hiddenTimer);
    invalidator.stop();
    disconnect();
  };
}

function readNote(data: string): ChangeEvent | null {
  try {
    return ChangeEvent.parse(JSON.parse(data));
  } catch {
    // A note of a newer server: nothing here can be marked stale by it.
    return null;
  }
}
