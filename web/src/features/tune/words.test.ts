import { expect, test } from 'vitest';
import { chanceText } from './words.ts';

test.each([
  [{ method: 'chi_square', pValue: 0.4321 }, 'p = 0.43'],
  [{ method: 'exact', pValue: 0.0042 }, 'p = 0.0042, exact'],
  [{ method: 'chi_square', pValue: 0 }, 'p < 0.0001'],
  [null, 'not tested'],
] as const)('given %j, then %s', (chance, text) => expect(chanceText(chance)).toBe(text));
