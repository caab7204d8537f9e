import { ChangeEvent } from '@alyson/schema';
import { inWorkspace } from './workspace-choice.ts';

export type LiveState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** `since`: when data was last known to be current, in epoch ms. */
  | { kind: 'reconnecting'; since: number }
  | { kind: 'polling' }
  /** Nobody is looking. */
  | { kind: 'paused' };

/** What a stream tells, to its own tab and to the others. */
export type LiveMessage =
  | { kind: 'state'; state: LiveState }
  | { kind: 'note'; note: ChangeEvent }
  /** Anything may have changed. */
  | { kind: 'gap' };

const POLL_MS = 15_000;
const FAILURES_BEFORE_POLLING = 3;
const FIRST_RETRY_MS = 1_000;

/**
 * Follows `GET /v1/events`. After three failures in a row it says every 15 s that anything may have changed, and goes on
 * trying.
 *
 * @param lastId  of the newest note that was heard, by whichever tab: a new stream goes on from there
 * @returns closes it
 */
export function openChangeStream(lastId: () => string | null, tell: (message: LiveMessage) => void): () => void {
  let stream: EventSource | undefined;
  let failures = 0;
  let lastCurrentAt = Date.now();
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setInterval> | undefined;

  const connect = (hasGap: boolean) => {
    clearTimeout(retryTimer);
    const after = lastId();
    stream = new EventSource(
      inWorkspace(after === null ? '/v1/events' : `/v1/events?after=${encodeURIComponent(after)}`),
    );
    let isFresh = hasGap && after === null;
    stream.onopen = () => {
      failures = 0;
      clearInterval(pollTimer);
      pollTimer = undefined;
      tell({ kind: 'state', state: { kind: 'live' } });
      // A stream that knows where the last one ended is told what it missed; one that does not begins now.
      if (isFresh) tell({ kind: 'gap' });
      isFresh = false;
    };
    stream.onmessage = (message: MessageEvent<string>) => {
      lastCurrentAt = Date.now();
      const note = readNote(message.data);
      if (note) tell({ kind: 'note', note });
    };
    stream.onerror = fail;
  };

  const fail = () => {
    failures += 1;
    if (failures < FAILURES_BEFORE_POLLING) {
      tell({ kind: 'state', state: { kind: 'reconnecting', since: lastCurrentAt } });
    } else {
      tell({ kind: 'state', state: { kind: 'polling' } });
      pollTimer ??= setInterval(() => tell({ kind: 'gap' }), POLL_MS);
    }
    // The browser takes up a broken stream by itself; one that was refused it gives up.
    if (stream?.readyState !== EventSource.CLOSED) return;
    retryTimer = setTimeout(() => connect(true), Math.min(POLL_MS, FIRST_RETRY_MS * 2 ** (failures - 1)));
  };

  connect(false);
  return () => {
    clearTimeout(retryTimer);
    clearInterval(pollTimer);
    stream?.close();
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
