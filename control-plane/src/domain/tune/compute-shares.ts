import { PERCENT_MICROS, TOTAL_SHARE_MICROS, type TuneShareReason } from '@alyson/schema';

/** An active creative as far as its share goes. */
export interface Weighted {
  /** In millionths of a percent; null: none. */
  readonly weightPercentMicros: number | null;
}

export interface Share {
  /** Millionths of a basis point; all shares sum to exactly `TOTAL_SHARE_MICROS`. */
  readonly shareMicros: number;
  readonly reason: TuneShareReason;
}

const HUNDRED_PERCENT = 100 * PERCENT_MICROS;
/** A millionth of a percent is a hundred millionths of a basis point. */
const SHARE_PER_PERCENT_MICRO = TOTAL_SHARE_MICROS / HUNDRED_PERCENT;

/**
 * What each creative of an ad group is shown, by TUNE's rules: custom weights are percentages, not ratios, and creatives
 * without one share what those leave. The last creative that has a share takes what rounding leaves over.
 *
 * @param creatives  the active ones; geo and other eligibility come before weights
 * @param usesWeights  the ad group's `custom_weights`
 */
export function computeShares(creatives: readonly Weighted[], usesWeights: boolean): Share[] {
  const weights = creatives.map(({ weightPercentMicros }) => (usesWeights ? weightPercentMicros : null));
  const given = weights.filter((weight) => weight !== null);
  const sum = given.reduce((total, weight) => total + weight, 0);
  const bare = weights.length - given.length;
  if (given.length === 0) return settle(weights.map(() => ({ exact: 1 / weights.length, reason: 'even' })));
  if (sum > HUNDRED_PERCENT) return settle(weights.map((weight) => scaled(weight, sum)));
  const rest = (HUNDRED_PERCENT - sum) / HUNDRED_PERCENT;
  if (bare === 0 && rest > 0) return settle(weights.map((weight) => withRest(weight, rest / weights.length)));
  return settle(weights.map((weight) => explicitOr(weight, bare === 0 ? 0 : rest / bare)));
}

interface Exact {
  /** Of 1. */
  exact: number;
  reason: TuneShareReason;
}

const partOf = (weight: number | null, of: number): number => (weight ?? 0) / of;

const scaled = (weight: number | null, sum: number): Exact =>
  weight === null ? { exact: 0, reason: 'excluded' } : { exact: partOf(weight, sum), reason: 'scaled' };

/** Nobody is there to take the rest, so TUNE shows any of them. */
const withRest = (weight: number | null, part: number): Exact => ({
  exact: partOf(weight, HUNDRED_PERCENT) + part,
  reason: 'explicit_and_rest',
});

const explicitOr = (weight: number | null, leftover: number): Exact => {
  if (weight !== null) return { exact: partOf(weight, HUNDRED_PERCENT), reason: 'explicit' };
  return { exact: leftover, reason: leftover > 0 ? 'leftover' : 'excluded' };
};

function settle(exacts: readonly Exact[]): Share[] {
  const shares = exacts.map(({ exact, reason }) => ({ shareMicros: toShare(exact), reason }));
  const last = shares.findLastIndex(({ shareMicros }) => shareMicros > 0);
  const total = shares.reduce((sum, { shareMicros }) => sum + shareMicros, 0);
  return shares.map((share, index) =>
    index === last ? { ...share, shareMicros: share.shareMicros + TOTAL_SHARE_MICROS - total } : share,
  );
}

/** Down to a whole percent-micro's worth first, so that `40.00` is 4 000 basis points and nothing beside. */
const toShare = (exact: number): number =>
  Math.floor(Math.round(exact * HUNDRED_PERCENT * 1e4) / 1e4) * SHARE_PER_PERCENT_MICRO;
