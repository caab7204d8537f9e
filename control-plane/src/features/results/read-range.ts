import { DAY_MS, HOUR_MS, type Instant, invalidField } from '@alyson/schema';

const DEFAULT_RANGE_MS = 14 * DAY_MS;
const LONGEST_RANGE_MS = 400 * DAY_MS;

export interface ResultsQuery {
  experimentId: string;
  from?: string | undefined;
  to?: string | undefined;
}

/**
 * From a whole hour on, because clicks are counted by the hour.
 *
 * @throws ProblemError `validation_failed`
 */
export function readRange(
  { from, to }: Omit<ResultsQuery, 'experimentId'>,
  now: Instant,
): { from: Instant; to: Instant } {
  const end = to === undefined ? now : Date.parse(to);
  const begin = from === undefined ? end - DEFAULT_RANGE_MS : Date.parse(from);
  if (begin >= end) throw invalidField('#/from', 'must be before the end');
  if (end - begin > LONGEST_RANGE_MS) throw invalidField('#/from', 'is more than 400 days before the end');
  return { from: Math.floor(begin / HOUR_MS) * HOUR_MS, to: end };
}
