import { describe, expect, test } from 'vitest';
import { estimatesFinding, funnelFinding, measureFinding, splitFinding } from './findings.ts';

const series = ['A', 'B'].map((letter) => ({ key: letter, letter, name: letter, colour: 'red' }));

describe('splitFinding', () => {
  test('given a split that moved, then the largest change is named', () =>
    expect(
      splitFinding(
        series,
        [
          { at: 0, shares: [8000, 2000] },
          { at: 1, shares: null },
          { at: 2, shares: [6500, 3500] },
        ],
        3,
      ),
    ).toBe('A went from 80% to 65%; 3 releases in this time.'));

  test('given a split that did not move, then it says so', () =>
    expect(splitFinding(series, [{ at: 0, shares: [5000, 5000] }], 0)).toBe(
      'The split stayed the same; no release in this time.',
    ));
});

describe('estimatesFinding', () => {
  const row = (letter: string, low: number, high: number) => ({
    letter,
    estimate: { mean: (low + high) / 2, low, high },
  });

  test('given overlapping ranges, then the overlap is said', () =>
    expect(estimatesFinding([row('A', 1.5, 2), row('B', 1.8, 2.4), row('C', 1.7, 2.1)], 'RPC')).toBe(
      'B has the highest RPC; the range of A and C overlaps its own.',
    ));

  test('given a range apart from all others, then that is said', () =>
    expect(estimatesFinding([row('A', 1.5, 1.7), row('B', 1.8, 2.4)], 'RPC')).toBe(
      'B has the highest RPC, and no other range reaches it.',
    ));
});

test('given leads and none, then the funnel names the best observed rate or the absence', () => {
  expect(
    funnelFinding([
      { letter: 'A', clicks: 100, leads: 8 },
      { letter: 'B', clicks: 100, leads: 9 },
    ]),
  ).toBe('B turned the largest part of its clicks into leads so far: 9.0%.');
  expect(funnelFinding([{ letter: 'A', clicks: 100, leads: 0 }])).toBe('No click has become a lead in this time.');
});

test('given totals, then the largest is named with its part', () => {
  expect(measureFinding(series, [25, 75], 'clicks')).toBe('B brought 75.0% of all clicks.');
  expect(measureFinding(series, [0, 0], 'leads')).toBe('No leads in this time.');
});
