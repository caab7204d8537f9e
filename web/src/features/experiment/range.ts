import { DAY_MS, HOUR_MS, toTimestamp } from '@alyson/schema';

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

/** The span up to `now`, as the API takes it. */
export function spanOf(range: Range, now: number): { from: string; to: string } {
  return { from: toTimestamp(now - LENGTH_MS[range]), to: toTimestamp(now) };
}
