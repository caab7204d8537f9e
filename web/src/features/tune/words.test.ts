import { expect, test } from 'vitest';
import { chanceText } from './words.ts';

test.each([
  [{ method: 'chi_square', pValue: 0.4321 }, '43%'],
  [{ method: 'exact', pValue: 0.0042 }, '0.42%, exact'],
  [{ method: 'chi_square', pValue: 0 }, 'less than 0.01%'],
  [null, 'not tested'],
] as const)('given %j, then %s', (chance, text) => expect(chanceText(chance)).toBe(text));
