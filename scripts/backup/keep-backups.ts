import { listBases, prune } from './backup-folder.ts';
import { type BaseOptions, takeBase } from './take-base.ts';

const HOUR_MS = 3_600_000;
const BASE_EVERY_MS = 24 * HOUR_MS;
const RETRY_MS = 5 * 60_000;
/** A week to notice that something was deleted that should not have been. */
const KEPT_BASES = 7;

/** Takes a base a day, the first at once, and deletes the oldest. @param say  one line about each */
export function keepBackups(options: BaseOptions, say: (line: string) => void): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let underWay = Promise.resolve();
  const look = async () => {
    const newest = listBases(options.backupFolder).at(-1)?.at ?? 0;
    const dueInMs = newest + BASE_EVERY_MS - Date.now();
    if (dueInMs > 0) return dueInMs;
    say(`backup: took ${await takeBase(options)}`);
    prune(options.backupFolder, KEPT_BASES);
    return BASE_EVERY_MS;
  };
  const run = () => {
    underWay = look()
      .catch((error: unknown) => {
        say(`backup: failed, and is tried again: ${error instanceof Error ? error.message : error}`);
        return RETRY_MS;
      })
      .then((waitMs) => {
        if (!isStopping) timer = setTimeout(run, waitMs);
      });
  };
  run();
  return {
    async stop() {
      isStopping = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
