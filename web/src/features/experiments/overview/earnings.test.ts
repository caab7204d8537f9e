import type { ExperimentListItem } from '@alyson/schema';
import { expect, test } from 'vitest';
import { addUp } from './earnings.ts';

const item = (currency: string, revenueMicros: number) =>
  ({
    currency,
    outcomes: { clicks: 10, botClicks: 1, leads: 2, sales: 1, revenueMicros },
    directed: { clicks: 3, leads: 0, sales: 0, revenueMicros: 0 },
  }) as ExperimentListItem;

test('given several currencies, then only one is added up and the others are named', () => {
  const { totals, directedClicks, otherCurrencies } = addUp(
    [item('USD', 5), item('USD', 7), item('EUR', 100), item('GBP', 0)],
    'USD',
  );
  expect(totals).toEqual({ clicks: 26, botClicks: 2, leads: 4, sales: 2, revenueMicros: 12 });
  expect(directedClicks).toBe(6);
  expect(otherCurrencies).toEqual(['EUR']);
});
