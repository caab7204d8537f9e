/** Stopping: in order, when a person, npm or the terminal asks for it. */
import type { Part } from './part.ts';

/** npm passes a Ctrl-C on that the terminal has sent to this process already: within this time they are one. */
const SAME_REQUEST_MS = 700;
const WATCH_PARENT_EVERY_MS = 500;

/** @param parts  in the order in which they stop: each may still need the ones after it */
export async function stopInOrder(parts: readonly Part[]): Promise<void> {
  for (const part of parts) await part.stop();
}

/** @param parts  as for `stopInOrder`; the last is the database. The process ends when all have stopped. */
export function stopWhenAsked(parts: readonly Part[], say: (line: string) => void): { isAsked: () => boolean } {
  let requests = 0;
  let lastRequestAt = 0;
  const stop = () => {
    if (Date.now() - lastRequestAt < SAME_REQUEST_MS) return;
    lastRequestAt = Date.now();
    requests += 1;
    if (requests === 1) {
      say('Stopping. Ctrl-C again ends everything at once.');
      void stopInOrder(parts).then(() => {
        say('Stopped.');
        process.exit(requests === 1 ? 0 : 130);
      });
    }
    // The database is still asked: killed, it would have to recover. The stop under way comes to it next.
    if (requests === 2) for (const part of parts.slice(0, -1)) part.kill();
    if (requests === 3) process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (process.env['npm_lifecycle_event']) stopWhenParentIsGone(stop);
  return { isAsked: () => requests > 0 };
}

/** Not every shell hands npm's signals on; without npm there is nobody left to press Ctrl-C. */
function stopWhenParentIsGone(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, WATCH_PARENT_EVERY_MS);
  timer.unref();
}
