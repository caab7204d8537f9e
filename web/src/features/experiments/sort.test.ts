import type { ExperimentListItem } from '@alyson/schema';
import { expect, test } from 'vitest';
import { directionIn, nextSort, sortExperiments } from './sort.ts';

const item = (name: string, clicks: number, revenueMicros: number) => ({
  name,
  outcomes: { clicks, botClicks: 0, leads: 0, sales: 0, revenueMicros },
  updatedAt: '2026-11-18T00:00:00.000Z',
});
const items = [item('b', 10, 50), item('a', 0, 0), item('c', 100, 100)] as ExperimentListItem[];
const names = (sorted: readonly ExperimentListItem[]) => sorted.map(({ name }) => name).join('');

test.each([
  { sort: 'name', gives: 'abc' },
  { sort: '-clicks', gives: 'cba' },
  { sort: '-rpc', gives: 'bca' },
] as const)('given $sort, then $gives; what has no clicks has no RPC and comes last', ({ sort, gives }) => {
  expect(names(sortExperiments(items, sort))).toBe(gives);
});

test('given a header pressed again and again, then largest first, smallest first, and back to the newest change', () => {
  const first = nextSort('-changed', 'clicks');
  const second = nextSort(first, 'clicks');
  expect([first, second, nextSort(second, 'clicks')]).toEqual(['-clicks', 'clicks', '-changed']);
  expect([directionIn(first, 'clicks'), directionIn(second, 'clicks'), directionIn(first, 'name')]).toEqual([
    'descending',
    'ascending',
    null,
  ]);
});
