import { type LiveMessage, type LiveState, openChangeStream } from './change-stream.ts';

/** A tab that has just come asks how things are. */
type TabMessage = LiveMessage | { kind: 'hello' };

/**
 * One stream for all tabs of this browser: the tab that has the lock keeps it open and passes on what it hears. A browser
 * opens six connections to a host over HTTP/1.1, and six tabs with a stream each would leave none for anything else. When
 * that tab goes, another gets the lock and goes on where it ended. Without locks (a page that is not secure) every tab has
 * a stream of its own.
 *
 * @param name  tabs of the same name share
 * @returns leaves: closes the stream if it was this tab's
 */
export function joinSharedStream(
  name: string,
  lastId: () => string | null,
  tell: (message: LiveMessage) => void,
): () => void {
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return openChangeStream(lastId, tell);
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  let state: LiveState = { kind: 'connecting' };
  let isLeader = false;

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind !== 'hello') tell(data);
    else if (isLeader) channel.postMessage({ kind: 'state', state });
  };
  const lead = () =>
    new Promise<void>((leave) => {
      if (leaving.signal.aborted) return leave();
      isLeader = true;
      const close = openChangeStream(lastId, (message) => {
        if (message.kind === 'state') state = message.state;
        channel.postMessage(message);
        tell(message);
      });
      leaving.signal.addEventListener('abort', () => {
        close();
        leave();
      });
    });
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => undefined); // left before its turn came
  channel.postMessage({ kind: 'hello' });
  return () => {
    leaving.abort();
    channel.close();
  };
}
