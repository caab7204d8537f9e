import { DAY_MS, HOUR_MS, MINUTE_MS, toTimestamp } from '@alyson/schema';

/** The spans that results can be read over; `range=` in the address. */
export const RANGES = ['1h', '24h', '7d', '14d', '30d', '90d'] as const;
export type Range = (typeof RANGES)[number];

export const DEFAULT_RANGE: Range = '14d';

const LENGTH_MS: Record<Range, number> = {
  '1h': HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '14d': 14 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
};

export const RANGE_LABELS: Record<Range, string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '14d': 'Last 14 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
};

/**
 * The span up to `now`, as the API takes it. It does not reach back beyond the hour in which the experiment started: the
 * API reads a short span by the hour and a long one by the day.
 */
export function spanOf(range: Range, now: number, startedAt: string | null): { from: string; to: string } {
  const start = startedAt === null ? 0 : Math.floor(Date.parse(startedAt) / HOUR_MS) * HOUR_MS;
  const from = Math.min(Math.max(now - LENGTH_MS[range], start), now - MINUTE_MS);
  return { from: toTimestamp(from), to: toTimestamp(now) };
}
