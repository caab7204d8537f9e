import type { ReleaseStatus } from '@alyson/schema';

/** How many recent clicks of an experiment were decided by one of its releases. */
export interface ReleaseClicks {
  releaseNumber: number;
  clicks: number;
}

/** What counts as recent (R22). */
export const RECENT_MS = 30_000;

const APPLIED_SHARE = 0.99;

/**
 * How far a release has come (R22). It is applied when nearly all recent clicks carry it or a later one; without recent
 * clicks nobody knows, so it stays published.
 *
 * @param recent  clicks of the last `RECENT_MS`
 */
export function releaseStatus(
  release: { number: number; isConfirmed: boolean },
  recent: readonly ReleaseClicks[],
): ReleaseStatus {
  if (!release.isConfirmed) return 'publishing';
  const clicks = (from: number) =>
    recent.reduce((sum, { releaseNumber, clicks: n }) => (releaseNumber >= from ? sum + n : sum), 0);
  const all = clicks(0);
  return all > 0 && clicks(release.number) >= all * APPLIED_SHARE ? 'applied' : 'published';
}
