import { expect, test } from 'vitest';
import { formatDuration } from './duration.ts';

const [S, MIN, H, D] = [1000, 60_000, 3_600_000, 86_400_000];

test.each([
  { given: 42 * S, gives: '42 s' },
  { given: 3 * MIN + 59 * S, gives: '3 min' },
  { given: 2 * H, gives: '2 h' },
  { given: 2 * H + 10 * MIN, gives: '2 h 10 min' },
  { given: 30 * H, gives: '30 h' },
  { given: 3 * D + 5 * H, gives: '3 d' },
])('given $given ms, then $gives', ({ given, gives }) => {
  expect(formatDuration(given)).toBe(gives);
});
