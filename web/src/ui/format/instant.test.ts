import { describe, expect, test, vi } from 'vitest';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en-US' }));
const { formatDay, formatExact, formatRelative, formatZone } = await import('./instant.ts');

const NEW_YORK = 'America/New_York';
const now = Date.parse('2026-11-18T19:04:00Z');
const ago = (seconds: number) => now - seconds * 1000;
/** Newer ICU data puts a narrow no-break space before AM and PM. */
const plain = (text: string) => text.replaceAll(' ', ' ');

describe('formatRelative', () => {
  test.each([
    { given: ago(4), gives: 'just now' },
    { given: ago(42), gives: '42 s ago' },
    { given: ago(3 * 60), gives: '3 min ago' },
    { given: ago(2 * 3600), gives: '2 h ago' },
    { given: Date.parse('2026-11-17T19:05:00Z'), gives: 'yesterday 2:05 PM' },
    { given: Date.parse('2026-11-14T12:00:00Z'), gives: 'Nov 14' },
    { given: Date.parse('2025-11-14T12:00:00Z'), gives: 'Nov 14, 2025' },
    { given: now + 42 * 60_000, gives: 'in 42 min' },
  ])('given $given, then $gives', ({ given, gives }) => {
    expect(plain(formatRelative(given, NEW_YORK, now))).toBe(gives);
  });

  test("given yesterday's evening seen after midnight, then it is the zone's day that counts", () => {
    const evening = Date.parse('2026-11-18T03:00:00Z');
    const morning = Date.parse('2026-11-18T13:00:00Z');
    expect(plain(formatRelative(evening, NEW_YORK, morning))).toBe('yesterday 10:00 PM');
    expect(formatRelative(evening, 'UTC', morning)).toBe('10 h ago');
  });
});

test('formatDay: given a moment near midnight, then the day is the zone’s', () => {
  const at = Date.parse('2026-11-18T03:00:00Z');
  expect([formatDay(at, NEW_YORK, now), formatDay(at, 'UTC', now)]).toEqual(['Nov 17', 'Nov 18']);
});

test('formatExact: given a moment, then its date, its second and its zone', () => {
  expect(plain(formatExact(now, NEW_YORK))).toBe('Nov 18, 2026, 2:04:00 PM EST');
});

test('formatZone: given a zone, then its short name', () => {
  expect([formatZone(NEW_YORK, now), formatZone('UTC', now)]).toEqual(['ET', 'UTC']);
});
