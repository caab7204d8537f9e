import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { seldom } from './seldom.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('given the same line again, then it is told once a minute; given others, then at once', () => {
  const told: string[] = [];
  const tell = seldom((line) => told.push(line));
  for (const line of ['no answer', 'no answer', 'disk full', 'no answer']) tell(line);
  expect(told).toEqual(['no answer', 'disk full']);
  vi.advanceTimersByTime(60_000);
  tell('no answer');
  expect(told).toHaveLength(3);
});
