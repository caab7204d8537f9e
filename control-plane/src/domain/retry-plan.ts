import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@alyson/schema';

/** From the first attempt on; whoever was away longer is asked to have it sent again. */
export const GIVE_UP_AFTER_MS = 3 * DAY_MS;

/** After the first failure, the second …; the last one goes on. Together with jitter, some 15 attempts in three days. */
const DELAYS_MS = [
  10_000,
  30_000,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  6 * HOUR_MS,
  8 * HOUR_MS,
  12 * HOUR_MS,
] as const;

export interface FailedSeries {
  /** Failed attempts of it, the newest among them: at least 1. */
  failures: number;
  deadline: Instant;
  /** What the destination asked for (Retry-After); null where it did not. */
  notBefore: Instant | null;
}

/**
 * When to try again.
 *
 * @param random  from 0 to 1: a fifth more or less, so that what failed together does not come back together
 * @returns null: given up
 */
export function nextAttemptAt(series: FailedSeries, now: Instant, random: number): Instant | null {
  const delayMs = DELAYS_MS[Math.min(series.failures, DELAYS_MS.length) - 1] ?? DELAYS_MS[0];
  const at = Math.max(now + Math.round(delayMs * (0.8 + 0.4 * random)), series.notBefore ?? 0);
  return at > series.deadline ? null : at;
}

const FAILURES_BEFORE_PAUSE = 5;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 15 * MINUTE_MS;

/**
 * How long a destination that fails again and again is left alone, whatever waits for it: it must not take the time of
 * others, and one attempt is enough to see that it is back.
 *
 * @param failures  in a row, of whatever delivery
 */
export function pauseMsAfter(failures: number): number {
  if (failures < FAILURES_BEFORE_PAUSE) return 0;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, failures - FAILURES_BEFORE_PAUSE));
}
