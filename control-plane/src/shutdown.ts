const LOOK_AT_PARENT_EVERY_MS = 1_000;

/**
 * Calls `stop` once: when the process is asked to end, or when the one that started it is gone, so that nothing is left
 * listening without anybody to look after it.
 */
export function onShutdown(stop: (why: string) => void): void {
  const parent = process.ppid;
  let isAsked = false;
  const ask = (why: string) => {
    clearInterval(watch);
    if (!isAsked) stop(why);
    isAsked = true;
  };
  const watch = setInterval(() => {
    if (process.ppid !== parent) ask('the parent process is gone');
  }, LOOK_AT_PARENT_EVERY_MS);
  watch.unref();
  process.once('SIGTERM', () => ask('SIGTERM'));
  process.once('SIGINT', () => ask('SIGINT'));
}
