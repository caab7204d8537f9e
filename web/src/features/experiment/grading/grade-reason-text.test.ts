import type { GradeReason } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { objectiveFormat } from '../objective-format.ts';
import { gradeReasonText, gradeText } from './grade-reason-text.ts';

const dollars = objectiveFormat('rpc', 'USD');
const rates = objectiveFormat('cvr', 'USD');

describe('gradeReasonText', () => {
  test.each<[GradeReason, string]>([
    [{ code: 'too_few_clicks', clicks: 312, needed: 500 }, '312 of 500 clicks needed to grade'],
    [{ code: 'likely_best', probabilityBest: 0.81 }, '81% likely to be best'],
    [{ code: 'likely_best', probabilityBest: 0.9999 }, '>99% likely to be best'],
    [{ code: 'behind_best', lossShare: 0.124, bestLetter: 'B' }, 'expected to fall 12.4% short of B'],
    [{ code: 'overlaps_best', low: 1.57, high: 2.19, bestLetter: 'B' }, "RPC range $1.57 to $2.19 overlaps B's"],
    [{ code: 'off' }, 'off, so it gets no clicks'],
  ])('given %j, then its numbers are in the clause', (reason, text) =>
    expect(gradeReasonText(reason, dollars)).toBe(text),
  );

  test('given an experiment that optimizes CVR, then the range is in percent', () =>
    expect(gradeReasonText({ code: 'overlaps_best', low: 0.081, high: 0.087, bestLetter: 'A' }, rates)).toBe(
      "CVR range 8.1% to 8.7% overlaps A's",
    ));
});

describe('gradeText', () => {
  test('given several reasons, then they make one sentence behind the letter', () =>
    expect(
      gradeText(
        {
          letter: 'C',
          reasons: [
            { code: 'overlaps_best', low: 1.57, high: 2.19, bestLetter: 'B' },
            { code: 'behind_best', lossShare: 0.12, bestLetter: 'B' },
          ],
        },
        dollars,
      ),
    ).toBe("C: RPC range $1.57 to $2.19 overlaps B's; expected to fall 12.0% short of B."));

  test('given too few clicks, then it says so instead of a letter', () =>
    expect(gradeText({ letter: null, reasons: [{ code: 'too_few_clicks', clicks: 3, needed: 500 }] }, dollars)).toBe(
      'Not graded: 3 of 500 clicks needed to grade.',
    ));
});
