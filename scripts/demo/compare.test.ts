import { expect, test } from 'vitest';
import { agrees, compare, composeTable } from './compare.ts';
import type { Counted } from './count.ts';
import { openLedger } from './ledger.ts';

const nothing: Counted = {
  totals: { clicks: 0, botClicks: 0, leads: 0, sales: 0, revenueMicros: 0 },
  steps: { viewed: 0, quizStarted: 0, quizSubmitted: 0 },
  joined: { lead: 0, sale: 0, adjustment: 0, reversal: 0 },
  early: 0,
  orphans: 0,
  duplicates: 0,
  rejected: 0,
};

test('given the same on both sides, then all rows agree', () =>
  expect(compare(openLedger(), nothing).every(agrees)).toBe(true));

test('given HEAD requests that were counted as clicks, then the table says so', () => {
  const ledger = openLedger();
  ledger.visits.look = 3;
  ledger.landings = 3;
  const rows = compare(ledger, { ...nothing, totals: { ...nothing.totals, clicks: 3 } });
  expect(rows.filter((row) => !agrees(row)).map((row) => row.what)).toEqual([
    'Clicks by people',
    'HEAD requests, recorded as no click',
  ]);
  expect(composeTable(rows)).toContain('expected 0');
});
