import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../test/support/seeded-random.ts';
import { type BuyerHour, findAmountJump, findOrphanSpike, findRejects, findSilence } from './buyer-habits.ts';

const WEEK = 168;
const KEPT = 8 * WEEK;
const YEAR = 52 * WEEK;

/** Poisson by its own definition, and rounded normal beyond. */
function poisson(random: () => number, mean: number): number {
  if (mean > 60) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  let count = 0;
  for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1;
  return count;
}

/** A buyer of offices' hours: quiet nights, half as much on weekends, and every day better or worse than the last. */
function simulate(seed: number, perHour: number, hours: number, orphanShare = 0.03): BuyerHour[] {
  const random = seededRandom(seed);
  let mood = 1;
  return Array.from({ length: hours }, (_, i) => {
    if (i % 24 === 0) mood = Math.exp(0.3 * (random() + random() - 1));
    const isOpen = i % 24 >= 8 && i % 24 < 20;
    const events = poisson(random, perHour * mood * (isOpen ? 1.6 : 0.25) * (Math.floor(i / 24) % 7 >= 5 ? 0.5 : 1));
    const orphans = Array.from({ length: events }, () => random() < orphanShare).filter(Boolean).length;
    return { events, orphans, rejected: random() < 0.01 ? 1 : 0 };
  });
}

/** How often an alarm begins in a year, as a mean over buyers with its standard error. */
function alarmsPerYear(find: (hours: readonly BuyerHour[]) => unknown, perHour: number, buyers: number) {
  const counts = Array.from({ length: buyers }, (_, seed) => {
    const hours = simulate(seed + 1, perHour, KEPT + YEAR);
    let alarms = 0;
    let was = false;
    for (let end = KEPT; end <= hours.length; end += 1) {
      const is = find(hours.slice(end - KEPT, end)) !== null;
      if (is && !was) alarms += 1;
      was = is;
    }
    return alarms;
  });
  const mean = counts.reduce((a, b) => a + b, 0) / buyers;
  const variance = counts.reduce((total, count) => total + (count - mean) ** 2, 0) / Math.max(1, buyers - 1);
  return { mean, standardError: Math.sqrt(variance / buyers) };
}

describe('a buyer’s habits', () => {
  test.each([0.1, 1, 20])(
    'given a year of quiet buyers of %d events an hour, then alarms are rarer than one in two years',
    (perHour) => {
      const rates = [findSilence, findOrphanSpike, findRejects].map((find) => {
        const { mean, standardError } = alarmsPerYear(find, perHour, 4);
        return `${find.name} ${mean.toFixed(2)} ± ${standardError.toFixed(2)}`;
      });
      console.info(`${perHour} an hour, alarms a year: ${rates.join(', ')}`);
      for (const rate of rates) expect(Number(rate.split(' ')[1])).toBeLessThanOrEqual(0.5);
    },
    120_000,
  );

  test.each([
    [20, 4],
    [1, 24],
    [0.1, 24 * 9],
  ])('given %d events an hour, then a silence is noticed within %d hours of the working week', (perHour, within) => {
    const hours = simulate(7, perHour, KEPT + 10).slice(10);
    // From Monday noon.
    const start = KEPT - WEEK - 10 + 12;
    const silent = hours.map((hour, i) => (i >= start ? { ...hour, events: 0, orphans: 0 } : hour));
    const found = Array.from({ length: within }, (_, i) => findSilence(silent.slice(0, start + 1 + i)));
    expect(found.at(-1)?.evidence).toMatch(/^Nothing came in the last/);
    expect(findSilence(hours.slice(0, start))).toBeNull();
  });

  test('given a new buyer, or one that never reports much, then nothing is said of its silence', () => {
    expect(findSilence(simulate(1, 20, WEEK).concat(new Array(50).fill({ events: 0, orphans: 0, rejected: 0 })))).toBe(
      null,
    );
    expect(findSilence(simulate(1, 0.01, KEPT))).toBeNull();
  });

  test('given keys that are altered on their way, then the spike of orphans is found and goes with it', () => {
    const hours = simulate(3, 10, KEPT);
    const spoilt = hours.map((hour, i) => (i >= KEPT - 6 ? { ...hour, events: 20, orphans: 12 } : hour));
    expect(findOrphanSpike(spoilt)?.evidence).toMatch(/^72 of 120 events of the last 6 hours match no click \(60 %\)/);
    expect(findOrphanSpike([...spoilt, ...simulate(4, 10, 24)].slice(-KEPT))).toBeNull();
  });

  test('given reports that are refused, then it is told with what may be the cause', () => {
    const hours = simulate(3, 10, KEPT);
    const refused = hours.map((hour, i) => (i >= KEPT - 2 ? { events: 0, orphans: 0, rejected: 30 } : hour));
    expect(findRejects(refused)).toMatchObject({ evidence: expect.stringMatching(/^6\d reports of the last 6 hours/) });
  });

  test('given amounts in cents instead of dollars, then the jump is found; a few large sales are none', () => {
    const random = seededRandom(5);
    const amounts = Array.from({ length: 220 }, () => 100 * Math.exp(random() + random() - 1));
    expect(findAmountJump(amounts)).toBeNull();
    expect(findAmountJump(amounts.map((amount, i) => (i < 8 ? amount * 1000 : amount)))).toBeNull();
    expect(findAmountJump(amounts.map((amount, i) => (i < 20 ? amount * 100 : amount)))).toMatch(
      /times higher .* Cents/,
    );
    expect(findAmountJump(amounts.map((_, i) => (i < 20 ? 10 : 100)))).toMatch(/10\.0 times lower/);
  });

  test('given amounts of a heavy tail, then alarms are rare', () => {
    const random = seededRandom(11);
    const pareto = () => 10 * (1 - random()) ** (-1 / 1.5);
    const found = Array.from({ length: 2_000 }, () => findAmountJump(Array.from({ length: 200 }, pareto)));
    expect(found.filter((one) => one !== null)).toHaveLength(0);
  });
});
