import { describe, expect, test } from 'vitest';
import { splitWarnings, totalProblem } from './split-warnings.ts';

const limits = { floorBasisPoints: 500, stepBasisPoints: 1500 };
const entered = (from: number, to: number | null, grade: string | null = null, isPageFailing = false) => ({
  letter: 'D',
  from,
  to,
  grade,
  isPageFailing,
});

describe('totalProblem', () => {
  test.each([
    [9900, 'Weights add up to 99%. Add 1% to any agent, or scale to 100%.'],
    [10_050, 'Weights add up to 100.5%. Take 0.5% from any agent, or scale to 100%.'],
    [10_000, null],
  ])('given a total of %i, then %s', (total, text) => expect(totalProblem(total)).toBe(text));
});

describe('splitWarnings', () => {
  test.each([
    ['under the minimum', entered(600, 200), ['D at 2% is under the 5% minimum.']],
    ['a large step', entered(1000, 4000), ['D moves by 30 pts, more than the 15-point limit per release.']],
    ['nothing for a graded A', entered(900, 0, 'A'), ['D is graded A and would get no clicks.']],
    ['everything for one', entered(9000, 10_000), ['D gets every click, so nothing more is learned about the others.']],
    [
      'more for a page that fails',
      entered(900, 1000, null, true),
      ['The page of D is failing, and more clicks would go there.'],
    ],
    ['less for a page that fails', entered(1000, 900, null, true), []],
    ['no change, though it is under the minimum', entered(200, 200), []],
    ['a field that cannot be read', entered(200, null), []],
  ])('given %s, then it is said with its numbers', (_, one, texts) =>
    expect(splitWarnings([one], limits)).toEqual(texts),
  );
});
