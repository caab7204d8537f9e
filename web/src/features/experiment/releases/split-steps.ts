import type { ReleaseCause, ReleaseSummary } from '@alyson/schema';
import { effectiveShares } from '../../../lib/effective-shares.ts';
import type { ReleaseFlag } from '../../../ui/charts/release-flag.tsx';
import type { ShareStep } from '../../../ui/charts/step-stack.ts';

/**
 * The split over time, from the releases that made it. The release in force at `from` counts from there; before the
 * first release there is nothing.
 *
 * @param releases in any order
 */
export function splitSteps(
  releases: readonly ReleaseSummary[],
  agentIds: readonly string[],
  from: number,
  to: number,
): ShareStep[] {
  const steps = releases
    .map((release) => ({ at: Date.parse(release.publishedAt), shares: effectiveShares(release, agentIds) }))
    .sort((a, b) => a.at - b.at)
    .filter((step) => step.at < to);
  const firstInside = steps.findIndex((step) => step.at > from);
  const inForce = (firstInside === -1 ? steps.length : firstInside) - 1;
  return steps.slice(Math.max(0, inForce)).map((step) => ({ ...step, at: Math.max(step.at, from) }));
}

/** The releases made between `from` and `to` as flags, oldest first. */
export function releaseFlags(releases: readonly ReleaseSummary[], from: number, to: number): ReleaseFlag[] {
  return releases
    .map((release) => ({ number: release.number, at: Date.parse(release.publishedAt), kind: flagKind(release) }))
    .filter((flag) => flag.at >= from && flag.at <= to)
    .sort((a, b) => a.number - b.number);
}

/** Only the machine's own doing carries the highlighter. */
export function flagKind({ cause }: { cause: ReleaseCause }): ReleaseFlag['kind'] {
  if (cause === 'optimizer') return 'optimizer';
  return cause === 'rollback' ? 'rollback' : 'person';
}
