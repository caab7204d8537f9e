import { describe, expect, test } from 'vitest';
import { bandOf, bandPath, stepAt } from './step-stack.ts';

const steps = [
  { at: 0, shares: [5000, 5000] },
  { at: 10, shares: [2000, 8000] },
];

describe('bandOf', () => {
  test('given two series, then the second stands on the first and the last step lasts until the end', () => {
    expect(bandOf(steps, 1, 30).map(({ at, low, high }) => [at, low, high])).toEqual([
      [0, 5000, 10_000],
      [10, 2000, 10_000],
      [30, 2000, 10_000],
    ]);
  });

  test('given no step, then there is nothing to draw', () => expect(bandOf([], 0, 30)).toEqual([]));
});

describe('bandPath', () => {
  const same = (value: number) => value;

  test('given a change of share, then the path steps at that time and never slopes', () => {
    const path = bandPath(bandOf(steps, 0, 30), same, same);
    const points = [...path.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    for (const [i, [x, y]] of points.entries()) {
      const before = points[i - 1];
      if (before) expect(x === before[0] || y === before[1], `${before} to ${[x, y]}`).toBe(true);
    }
  });

  test('given a pause between two steps, then the band ends where the pause begins and starts again after it', () => {
    const paused = [
      { at: 0, shares: [10_000] },
      { at: 10, shares: null },
      { at: 20, shares: [10_000] },
    ];
    const path = bandPath(bandOf(paused, 0, 30), same, same);
    const xs = path
      .split('Z')
      .filter(Boolean)
      .map((part) => [...part.matchAll(/(?:M|L)([\d.]+),/g)].map(([, x]) => Number(x)));
    expect(xs.map((run) => [Math.min(...run), Math.max(...run)])).toEqual([
      [0, 10],
      [20, 30],
    ]);
  });
});

describe('stepAt', () => {
  test.each([
    [-5, 0],
    [0, 0],
    [9, 0],
    [10, 1],
    [99, 1],
  ])('given %i, then step %i is in force', (at, index) => expect(stepAt(steps, at)).toBe(index));

  test('given no steps, then -1', () => expect(stepAt([], 0)).toBe(-1));
});
