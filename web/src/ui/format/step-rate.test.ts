import { expect, test } from 'vitest';
import { formatStepRate, wilsonRange } from './step-rate.ts';

test.each([
  [0, 0, null],
  [5, 29, 'too few'],
  [3, 30, '10.0% (3.5–25.6%)'],
  [0, 100, '0.0% (0.0–3.7%)'],
  [400, 4000, '10.0%'],
  [31, 30, 'over 100%'],
])('given %d of %d, then it reads %j', (count, of, text) => expect(formatStepRate(count, of)).toBe(text));

test('given the textbook case of 81 in 263, then the range is Wilson’s', () => {
  const [low, high] = wilsonRange(81, 263);
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
});
