import { SLOT_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { seededChance } from '../../../test/chance.ts';
import { exposuresOf, type SlotCount } from './slot-exposure.ts';

/** Counts by slot, from `[clicks, events]` in order of time. */
const counts = (...slots: [number, number][]) =>
  new Map<number, SlotCount>(slots.map(([clicks, events], i) => [i * SLOT_MS, { clicks, events }]));

const ratesOf = (agents: Map<number, SlotCount>[]) => exposuresOf(agents).map(({ events, clicks }) => events / clicks);

describe('exposuresOf (W4)', () => {
  test('given a split that stood still, then all is as it was counted, however slots differ', () => {
    const [a, b] = exposuresOf([counts([200, 5], [400, 40]), counts([100, 6], [200, 30])]);
    expect(a).toEqual({ events: 45, clicks: expect.closeTo(600, 9) });
    expect(b).toEqual({ events: 36, clicks: expect.closeTo(300, 9) });
  });

  test('given a split that moved while nothing else did, then rates stay, and are known a little less well', () => {
    const [a, b] = exposuresOf([counts([200, 10], [400, 20]), counts([200, 6], [100, 3])]);
    expect((a?.events ?? 0) / (a?.clicks ?? 1)).toBeCloseTo(0.05, 2);
    expect((b?.events ?? 0) / (b?.clicks ?? 1)).toBeCloseTo(0.03, 2);
    expect(a?.events).toBeGreaterThan(25);
    expect(a?.events).toBeLessThan(30);
  });

  test('given a block that one agent has to itself, then agents compare as if it were not there', () => {
    const shared: [number, number] = [1000, 50];
    const [a, b] = exposuresOf([counts(shared, [5000, 250]), counts(shared)]);
    // The variance of a ratio of two Poisson counts, on the log scale.
    expect(1 / (a?.events ?? 0) + 1 / (b?.events ?? 0)).toBeCloseTo(1 / 50 + 1 / 50, 3);
  });

  test('given equal agents and weights that moved to one just as traffic became better, then they still look equal', () => {
    // Plain counts say 9.1% against 5.9%: Simpson's paradox.
    const bad: [number, number][] = Array.from({ length: 20 }, () => [500, 10]);
    const favoured = counts(...bad, ...Array.from({ length: 20 }, (): [number, number] => [900, 90]));
    const other = counts(...bad, ...Array.from({ length: 20 }, (): [number, number] => [100, 10]));
    const [first = 0, second = 0] = ratesOf([favoured, other]);
    expect(first / second).toBeCloseTo(1, 1);
  });

  test('given newest clicks whose leads are still to come, then who got them does not look worse for it', () => {
    const old: [number, number][] = Array.from({ length: 20 }, () => [200, 10]);
    const [favoured = 0, other = 0] = ratesOf([counts(...old, [8000, 0]), counts(...old, [100, 0])]);
    expect(favoured / other).toBeCloseTo(1, 1);
  });

  test('given chance alone, then no more is corrected than a few percent', () => {
    const chance = seededChance(7);
    const draw = () => counts(...Array.from({ length: 48 }, (): [number, number] => [40, chance.poisson(2)]));
    for (const { clicks } of exposuresOf([draw(), draw(), draw()])) expect(clicks / (48 * 40)).toBeCloseTo(1, 1);
  });

  test.each([
    { given: 'no agents', agents: [], expected: [] },
    { given: 'no slots', agents: [counts()], expected: [{ events: 0, clicks: 0 }] },
    { given: 'no events', agents: [counts([10, 0])], expected: [{ events: 0, clicks: 10 }] },
    { given: 'events in a slot without clicks', agents: [counts([0, 2])], expected: [{ events: 2, clicks: 0 }] },
  ])('given $given, then it still counts', ({ agents, expected }) => expect(exposuresOf(agents)).toEqual(expected));
});
