import type { Objective, Prediction } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { agentOf, historiesOf } from '../../test/histories.ts';
import { gradeAgents } from './grade-agents.ts';

const agents = [agentOf(1), agentOf(2), agentOf(3)];

/** Revenue per click of $1.00 minus `loss`, give or take 1 cent. */
function predictionOf(number: number, loss: number, overrides: Partial<Prediction> = {}): Prediction {
  const mean = 1 - loss;
  const rpc = { mean, sd: 0.005, low: mean - 0.01, high: mean + 0.01 };
  const counts = { clicks: 900, leads: 40, sales: 9, revenueMicros: 900_000_000 };
  const [{ agentId } = agentOf(number)] = agents.slice(number - 1);
  return { agentId, ...counts, cvr: rpc, rpc, probabilityBest: 1 - loss, expectedLoss: loss, ...overrides };
}

const grade = (predictions: Prediction[], objective: Objective = 'rpc') =>
  gradeAgents(historiesOf(agents.slice(0, predictions.length), { objective }), predictions);

describe('gradeAgents', () => {
  test.each([
    [0, 'A'],
    [0.02, 'A'],
    [0.021, 'B'],
    [0.05, 'B'],
    [0.09, 'C'],
    [0.2, 'D'],
    [0.34, 'E'],
    [0.36, 'F'],
    [1, 'F'],
  ])('given a loss of %d of what the best earns, then the grade is %s', (loss, letter) => {
    expect(grade([predictionOf(1, 0), predictionOf(2, loss)])[1]).toMatchObject({ letter });
  });

  test('given the best is in doubt itself, then its loss counts for its grade as well', () => {
    const [best] = grade([predictionOf(1, 0, { expectedLoss: 0.08 }), predictionOf(2, 0.01, { expectedLoss: 0.09 })]);
    expect(best).toMatchObject({ letter: 'C', reasons: [{ code: 'likely_best', probabilityBest: 1 }] });
  });

  test('given one clearly behind, then the reason is its loss, against the best by letter', () => {
    const [, second] = grade([predictionOf(1, 0), predictionOf(2, 0.1)]);
    expect(second?.reasons).toEqual([{ code: 'behind_best', lossShare: 0.1, bestLetter: 'A' }]);
  });

  test('given ranges that overlap, then that is a reason too, with the range', () => {
    const [, second] = grade([predictionOf(1, 0), predictionOf(2, 0.015)]);
    expect(second?.reasons).toMatchObject([
      { code: 'behind_best' },
      { code: 'overlaps_best', low: 0.975, high: 0.995, bestLetter: 'A' },
    ]);
  });

  test('given the objective is CVR, then CVR decides', () => {
    const behindInRpc = predictionOf(1, 0.5, { cvr: { mean: 0.1, sd: 0, low: 0.1, high: 0.1 }, expectedLoss: 0 });
    const second = predictionOf(2, 0, { cvr: { mean: 0.05, sd: 0, low: 0.05, high: 0.05 }, expectedLoss: 0.05 });
    expect(grade([behindInRpc, second], 'cvr')).toMatchObject([{ letter: 'A' }, { letter: 'F' }]);
  });

  test('given too few clicks, then there is no letter, and the reason names both numbers', () => {
    const [first, second] = grade([predictionOf(1, 0), predictionOf(2, 0, { clicks: 212 })]);
    expect(first?.letter).toBe('A');
    expect(second).toMatchObject({ letter: null, reasons: [{ code: 'too_few_clicks', clicks: 212, needed: 500 }] });
  });

  test('given an agent with too few clicks that looks best, then it is not what the others are measured by', () => {
    const [, second] = grade([predictionOf(1, 0, { clicks: 9 }), predictionOf(2, 0.01)]);
    expect(second?.reasons).toMatchObject([{ code: 'likely_best' }]);
  });

  test('given an agent that is off, then it has no letter', () => {
    const histories = historiesOf([agentOf(1), { ...agentOf(2), isOn: false }]);
    const [, off] = gradeAgents(histories, [predictionOf(1, 0), predictionOf(2, 0.5)]);
    expect(off).toMatchObject({ letter: null, reasons: [{ code: 'off' }] });
  });

  test.each([
    { given: 'no predictions', predictions: [] },
    {
      given: 'nothing earned by anybody',
      predictions: [1, 2].map((number) => predictionOf(number, 1, { expectedLoss: 0 })),
    },
  ])('given $given, then nobody has a letter', ({ predictions }) => {
    const grades = gradeAgents(historiesOf(agents.slice(0, 2)), predictions);
    expect(grades).toMatchObject([
      { letter: null, reasons: [] },
      { letter: null, reasons: [] },
    ]);
  });
});
