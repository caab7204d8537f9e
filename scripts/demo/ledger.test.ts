import { expect, test } from 'vitest';
import { openLedger } from './ledger.ts';

const sale = (id: string, amount: string) => ({ type: 'sale' as const, event_id: id, amount, currency: 'USD' });

test('given sales, an adjustment and a reversal that came first, then what is left is the net (C19)', () => {
  const ledger = openLedger();
  ledger.note({ type: 'reversal', event_id: 'r1', refers_to: 's1' }, 'once');
  ledger.note(sale('s1', '100.00'), 'once');
  ledger.note(sale('s2', '40.10'), 'once');
  ledger.note({ type: 'adjustment', event_id: 'a1', refers_to: 's2', amount: '-0.10', currency: 'USD' }, 'once');
  expect(ledger.revenueMicros()).toBe(40_000_000);
  expect(ledger.events).toEqual({ lead: 0, sale: 2, adjustment: 1, reversal: 1 });
});

test('given the same event sent twice, then one event and one duplicate; given forgeries and strangers, then no event', () => {
  const ledger = openLedger();
  ledger.note(sale('s1', '10'), 'resent');
  ledger.note(sale('s2', '10'), 'repeated');
  ledger.note({ type: 'lead', event_id: 'f', utm_content: 'x' }, 'forged');
  ledger.note({ type: 'lead', event_id: 'o', utm_content: 'x' }, 'stale');
  ledger.note({ type: 'lead', event_id: 'u', utm_content: 'x' }, 'unknown');
  expect(ledger).toMatchObject({ duplicates: 2, rejected: 2, orphans: 1, events: { lead: 0, sale: 2 } });
});
