import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 20;

/**
 * Asks until the answer is yes; a question that fails counts as no.
 *
 * @returns how long it took, in ms
 * @throws Error that says what never came
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs: number,
  everyMs: number = EVERY_MS,
): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const tookMs = performance.now() - startedAt;
    const answer = await Promise.resolve(isSo()).catch(() => false);
    if (answer) return tookMs;
    if (tookMs > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(everyMs);
  }
}
