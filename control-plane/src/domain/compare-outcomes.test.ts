import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../test/support/seeded-random.ts';
import { compareOutcomes, type Stratum } from './compare-outcomes.ts';

const LOOKS = 60;
const CLICKS_BETWEEN_LOOKS = 100;

/** A ramp of three steps; after every hundred clicks somebody looks. @returns after how many clicks it was stopped */
function play(random: () => number, shares: readonly number[], watchedRate: number, othersRate: number): number | null {
  const strata: Stratum[] = [];
  let leads = 0;
  for (let look = 0; look < LOOKS; look += 1) {
    const step = Math.floor((look / LOOKS) * shares.length);
    strata[step] ??= {
      watched: { clicks: 0, sum: 0, sumOfSquares: 0 },
      others: { clicks: 0, sum: 0, sumOfSquares: 0 },
    };
    for (let i = 0; i < CLICKS_BETWEEN_LOOKS; i += 1) {
      const isWatched = random() < (shares[step] ?? 0);
      const group = isWatched ? strata[step].watched : strata[step].others;
      const lead = Number(random() < (isWatched ? watchedRate : othersRate));
      group.clicks += 1;
      group.sum += lead;
      group.sumOfSquares += lead;
      leads += lead;
    }
    if (compareOutcomes(strata, leads, 0.025).isWorse) return (look + 1) * CLICKS_BETWEEN_LOOKS;
  }
  return null;
}

const runs = (count: number, watchedRate: number, othersRate: number) =>
  Array.from({ length: count }, (_, seed) => play(seededRandom(seed), [0.1, 0.3, 0.5], watchedRate, othersRate));

describe('comparing what ramped agents bring (C9)', () => {
  test('given an agent that is as good as the others, then of 400 ramps looked at 60 times few are stopped', () => {
    expect(runs(400, 0.08, 0.08).filter((stopped) => stopped !== null).length).toBeLessThanOrEqual(400 * 0.025);
  });

  test('given an agent that brings half as much, then most ramps are stopped before they end', () => {
    expect(runs(100, 0.04, 0.08).filter((stopped) => stopped !== null).length).toBeGreaterThan(85);
  });

  test('given a page that brings nothing at all, then it is found within its first thousand and a half clicks', () => {
    const stopped = runs(50, 0, 0.08).map((clicks) => clicks ?? Number.POSITIVE_INFINITY);
    expect(stopped.toSorted((a, b) => a - b)[45]).toBeLessThanOrEqual(3_000);
  });

  test('given a gaining agent whose clicks are younger, then steps are compared apart and it is not called worse', () => {
    const early: Stratum = {
      watched: { clicks: 200, sum: 20, sumOfSquares: 20 },
      others: { clicks: 1_800, sum: 180, sumOfSquares: 180 },
    };
    const late: Stratum = {
      watched: { clicks: 1_800, sum: 18, sumOfSquares: 18 },
      others: { clicks: 200, sum: 2, sumOfSquares: 2 },
    };
    const compared = compareOutcomes([early, late], 220, 0.025);
    expect(compared.watchedMean).toBeLessThan(compared.othersMean / 4);
    expect(compared.isWorse).toBe(false);
  });

  test('given a handful of clicks or of leads, then nothing is said', () => {
    const few: Stratum = {
      watched: { clicks: 99, sum: 0, sumOfSquares: 0 },
      others: { clicks: 5_000, sum: 4_000, sumOfSquares: 4_000 },
    };
    expect(compareOutcomes([few], 4_000, 0.025).isWorse).toBe(false);
    expect(compareOutcomes([{ ...few, watched: { ...few.watched, clicks: 500 } }], 9, 0.025).isWorse).toBe(false);
  });
});
