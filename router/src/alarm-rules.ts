import { type Instant, MINUTE_MS } from '@alyson/schema';
import type { AlarmRule } from './alarms.ts';
import { type Counters, totalOf } from './counters.ts';
import type { ReleaseMemory } from './release-memory.ts';

/** For how long a single event is worth somebody's look. */
const LATELY_MS = 5 * MINUTE_MS;
/** For how long the spool is not believed after it has refused a click. */
const REFUSED_MS = 10_000;
/** Anybody may ask for readiness, as often as they like; the disk is asked this often. */
const PROBE_AGAIN_MS = 1_000;

export interface ReleaseRulesOptions {
  /** Whether this edge has a verified bundle to go by. */
  readonly holdsBundle: () => boolean;
  readonly memory: ReleaseMemory;
  readonly counters: Counters;
  readonly now: () => Instant;
}

/** What every host watches over. */
export const releaseRules = ({ holdsBundle, memory, counters, now }: ReleaseRulesOptions): readonly AlarmRule[] => [
  {
    name: 'no_bundle',
    stopsReadiness: true,
    look: () => (holdsBundle() ? null : 'no verified bundle is held: every click goes to a fallback'),
  },
  {
    name: 'bundles_refused',
    stopsReadiness: false,
    look: whileLately(
      () => totalOf(counters.bundlesRefused),
      now,
      'bundles were refused, and what they were to replace is in force still; the log says which, and why',
    ),
  },
  {
    name: 'releases_held_back',
    stopsReadiness: false,
    look: () => {
      const count = memory.holdings().reduce((sum, { heldBack }) => sum + heldBack, 0);
      return count > 0 ? `releases kept back as invalid: ${count}; what they replace is in force still` : null;
    },
  },
  {
    name: 'clicks_lost',
    stopsReadiness: false,
    look: whileLately(() => counters.lost, now, 'clicks were answered and could be kept nowhere'),
  },
];

/**
 * Nobody has said for too long that the bundles held are the newest. Their own age says nothing: what does not change is
 * not published again.
 */
export const bundlesUnconfirmed = (confirmedAt: () => Instant, everyMs: number, now: () => Instant): AlarmRule => ({
  name: 'bundles_unconfirmed',
  stopsReadiness: false,
  look: () =>
    now() - confirmedAt() > 2 * everyMs
      ? 'the control plane does not confirm that the bundles held are the newest; they stay in force'
      : null,
});

/** It has been asked to end, and goes on only until everybody has noticed. */
export const leaving = (isLeaving: () => boolean): AlarmRule => ({
  name: 'leaving',
  stopsReadiness: true,
  look: () => (isLeaving() ? 'the router is being stopped' : null),
});

/** @param probe  what the disk says to a write, null when it takes one */
export function spoolNotWritable(probe: () => string | null, counters: Counters, now: () => Instant): AlarmRule {
  const refused = whileGrew(() => counters.spoolRefused, REFUSED_MS, now);
  let probedAt = Number.NEGATIVE_INFINITY;
  let trouble: string | null = null;
  return {
    name: 'spool_not_writable',
    stopsReadiness: true,
    look() {
      if (now() - probedAt >= PROBE_AGAIN_MS) {
        trouble = probe();
        probedAt = now();
      }
      return trouble ?? (refused() ? 'the spool refuses clicks; they go straight to the control plane' : null);
    },
  };
}

function whileLately(count: () => number, now: () => Instant, words: string): AlarmRule['look'] {
  const grew = whileGrew(count, LATELY_MS, now);
  return () => (grew() ? words : null);
}

/** Whether a count that only rises has risen within the time, as far as anybody looked. */
function whileGrew(count: () => number, withinMs: number, now: () => Instant): () => boolean {
  let seen = 0;
  let grewAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (count() > seen) grewAt = now();
    seen = count();
    return now() - grewAt < withinMs;
  };
}
