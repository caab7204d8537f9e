import { DAY_MS, HOUR_MS, type Instant, invalidField } from '@alyson/schema';
import { type Known, NOW } from '../../outcomes/known.store.ts';

const DEFAULT_RANGE_MS = 14 * DAY_MS;
const LONGEST_RANGE_MS = 400 * DAY_MS;

export interface ResultsQuery {
  experimentId: string;
  from?: string | undefined;
  to?: string | undefined;
  /** Only what was known by then. */
  asOf?: string | undefined;
}

/**
 * From a whole hour on, because clicks are counted by the hour.
 *
 * @throws ProblemError `validation_failed`
 */
export function readRange(
  { from, to, asOf }: Omit<ResultsQuery, 'experimentId'>,
  now: Instant,
): { from: Instant; to: Instant } {
  const last = Math.min(now, asOf === undefined ? now : Date.parse(asOf));
  const end = to === undefined ? last : Math.min(Date.parse(to), asOf === undefined ? Number.POSITIVE_INFINITY : last);
  const begin = from === undefined ? end - DEFAULT_RANGE_MS : Date.parse(from);
  if (begin >= end) throw invalidField('#/from', 'must be before the end');
  if (end - begin > LONGEST_RANGE_MS) throw invalidField('#/from', 'is more than 400 days before the end');
  return { from: Math.floor(begin / HOUR_MS) * HOUR_MS, to: end };
}

/** Which events a query wants to read. */
export const readKnown = ({ asOf }: Pick<ResultsQuery, 'asOf'>): Known =>
  asOf === undefined ? NOW : { kind: 'at', at: new Date(asOf) };
