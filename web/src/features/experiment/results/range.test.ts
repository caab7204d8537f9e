import { DAY_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { spanOf } from './range.ts';

const now = Date.parse('2026-11-19T12:30:00.000Z');
const ago = (ms: number) => new Date(now - ms).toISOString();

describe('spanOf', () => {
  test('given an experiment older than the range, then the range as it is', () =>
    expect(spanOf('7d', now, ago(30 * DAY_MS))).toEqual({ from: ago(7 * DAY_MS), to: ago(0) }));

  test('given a younger one, then from the hour in which it started', () =>
    expect(spanOf('14d', now, '2026-11-19T10:20:00.000Z').from).toBe('2026-11-19T10:00:00.000Z'));

  test('given one that starts at this moment, then the span has a length all the same', () => {
    const { from, to } = spanOf('14d', Date.parse('2026-11-19T12:00:00.000Z'), '2026-11-19T12:00:00.000Z');
    expect(Date.parse(from)).toBeLessThan(Date.parse(to));
  });
});
