import { expect, test } from 'vitest';
import { likelyKeys } from './likely-keys.ts';

test.each([
  { given: 'quotes', key: '"abc"', pattern: 'surrounded', likely: 'abc' },
  { given: 'a line end', key: 'abc\r\n', pattern: 'surrounded', likely: 'abc' },
  { given: 'an encoding too many', key: 'a%252Fb', pattern: 'encoded_again', likely: 'a%2Fb' },
  { given: 'two encodings too many', key: 'a%25252Fb', pattern: 'encoded_again', likely: 'a%2Fb' },
  { given: 'the next parameter', key: 'abc&gclid=1', pattern: 'continued', likely: 'abc' },
])('given a key with $given, then $likely is likely', ({ key, pattern, likely }) =>
  expect(likelyKeys(key)).toContainEqual({ pattern, key: likely }),
);

test.each(['', 'abc', '""'])('given %j, then nothing else is likely', (key) => expect(likelyKeys(key)).toEqual([]));
