import { expect, test } from 'vitest';
import { stagesOf, stillToCome } from './funnel-stages.ts';

const counts = { clicks: 4000, viewed: 3000, quizStarted: 0, quizSubmitted: 0, leads: 300, sales: 12 };

test('given stages that nobody reports, then rates are from the stage before them, and they have no count', () => {
  const stages = stagesOf({ counts, arrived: { leads: 0.6, sales: null } }, ['clicks', 'viewed', 'leads', 'sales']);
  expect(stages.map(({ label, count, rate, toCome }) => [label, count, rate, toCome])).toEqual([
    ['Clicks', 4000, null, 0],
    ['Viewed', 3000, '75.0%', 0],
    ['Quiz started', null, null, 0],
    ['Quiz submitted', null, null, 0],
    ['Leads', 300, '10.0%', 200],
    ['Sales', 12, '4.0% (2.3–6.9%)', 0],
  ]);
});

test.each([
  [10, 1, 0],
  [10, 0.5, 10],
  [10, 0.05, 0],
  [10, null, 0],
])('given %d of which %s is usually here by now, then %d are still to come', (count, arrived, expected) =>
  expect(stillToCome(count, arrived)).toBe(expected),
);
