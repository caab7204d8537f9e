import { describe, expect, test } from 'vitest';
import { describeLedger } from './describe-ledger.ts';

const BOOKS = { edge: 'local', ledgerId: 'l1', answered: 12_000, stored: 11_990, onTheWay: 8, setAside: 1, lost: 1 };

describe('npm run ledger', () => {
  test('R23: given books that add up, then each part stands under the sum', () => {
    const said = describeLedger({
      addsUp: true,
      books: [{ ...BOOKS, difference: 0 }],
      unreachable: [],
      uncompared: [],
    });
    expect(said.split('\n').map((line) => line.replace(/ +/g, ' ').trim())).toEqual([
      'local (books l1)',
      'answered 12,000',
      '= stored 11,990',
      '+ on the way 8',
      '+ set aside 1',
      '+ lost 1',
      'The books add up.',
    ]);
  });

  test('R23: given clicks missing, a router that is away and an edge without books, then all three are said', () => {
    const said = describeLedger({
      addsUp: false,
      books: [{ ...BOOKS, answered: 12_005, difference: 5 }],
      unreachable: [{ url: 'http://10.0.0.1', detail: 'no answer' }],
      uncompared: [
        {
          edge: 'cloudflare',
          ledgerId: 'edge:cloudflare',
          stored: 7,
          lastStoredAt: '2026-11-01T00:00:00.000Z',
          isEstimate: true,
        },
      ],
    });
    expect(said).toMatch(/MISSING +5\n/);
    expect(said).toContain('http://10.0.0.1 could not be asked: no answer');
    expect(said).toContain('cloudflare: 7 stored, the last on 2026-11-01T00:00:00.000Z; an estimate');
    expect(said).toMatch(/THE BOOKS DO NOT ADD UP\.$/);
  });
});
