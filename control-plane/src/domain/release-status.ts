import type { Instant, ReleaseStatus } from '@alyson/schema';

/** The recent clicks of an experiment at one location that were decided by one of its releases. */
export interface ReleaseClicks {
  edge: string;
  /** 0 where the location held no release of it. */
  releaseNumber: number;
  clicks: number;
  newestAt: Instant;
}

/** What counts as recent (R22). */
export const RECENT_MS = 30_000;

const APPLIED_SHARE = 0.99;

/**
 * How far a release has come (R22). It is applied when nearly all recent clicks carry it or a later one, and no location
 * with traffic lags: a small one would drown in the shares of the others. Without recent clicks nobody knows, so it stays
 * published.
 *
 * @param recent  clicks of the last `RECENT_MS`
 */
export function releaseStatus(
  release: { number: number; isConfirmed: boolean },
  recent: readonly ReleaseClicks[],
): ReleaseStatus {
  if (!release.isConfirmed) return 'publishing';
  const carry = recent.filter(({ releaseNumber }) => releaseNumber >= release.number);
  const isMost = recent.length > 0 && countOf(carry) >= countOf(recent) * APPLIED_SHARE;
  return isMost && !someLocationLags(release.number, recent) ? 'applied' : 'published';
}

const countOf = (some: readonly ReleaseClicks[]): number => some.reduce((sum, { clicks }) => sum + clicks, 0);

/** A location lags when its newest click was still decided by an earlier release. */
function someLocationLags(number: number, recent: readonly ReleaseClicks[]): boolean {
  const newest = new Map<string, ReleaseClicks>();
  for (const clicks of recent)
    if (clicks.newestAt >= (newest.get(clicks.edge)?.newestAt ?? 0)) newest.set(clicks.edge, clicks);
  return [...newest.values()].some(({ releaseNumber }) => releaseNumber < number);
}
