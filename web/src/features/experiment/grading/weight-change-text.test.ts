import { AgentId, type Prediction, type WeightChange } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { objectiveFormat } from '../objective-format.ts';
import { weightChangeText } from './weight-change-text.ts';

const agentId = AgentId.parse('agt_00000000000000000000000000');
const prediction = (mean: number, clicks: number): Prediction => ({
  agentId,
  clicks,
  leads: 0,
  sales: 0,
  revenueMicros: 0,
  rpc: { mean, sd: 0.1, low: mean - 0.2, high: mean + 0.2 },
  cvr: { mean: 0.08, sd: 0.01, low: 0.06, high: 0.1 },
  probabilityBest: 0.81,
  expectedLoss: 0.01,
});
const change = (from: number, to: number, causes: WeightChange['causes']): WeightChange => ({
  agentId,
  fromBasisPoints: from,
  toBasisPoints: to,
  causes,
});
const facts = {
  letter: 'B',
  limits: { floorBasisPoints: 500, stepBasisPoints: 1500 },
  format: objectiveFormat('rpc', 'USD'),
};

describe('weightChangeText', () => {
  test('given a prediction and a limit, then each cause says its part and its points', () =>
    expect(
      weightChangeText({
        ...facts,
        change: change(2000, 3500, [
          { code: 'prediction', basisPoints: 2100 },
          { code: 'step_limit', basisPoints: -600 },
        ]),
        prediction: prediction(2.06, 4240),
        previous: prediction(1.79, 3000),
      }),
    ).toBe(
      'B went from 20% to 35%. Its predicted RPC rose from $1.79 to $2.06 after 1,240 more clicks, 81% likely to be best (+21 pts). The 15-point limit per release held it back (−6 pts).',
    ));

  test('given the first graded run, then there is nothing to compare with and nothing is invented', () =>
    expect(
      weightChangeText({
        ...facts,
        change: change(5000, 6000, [{ code: 'prediction', basisPoints: 1000 }]),
        prediction: prediction(2.06, 900),
        previous: null,
      }),
    ).toBe('B went from 50% to 60%. Its predicted RPC is $2.06, 81% likely to be best (+10 pts).'));

  test('given the exploration minimum, then it says whose it is', () => {
    const text = (basisPoints: number) =>
      weightChangeText({
        ...facts,
        change: change(2000, 2000 + basisPoints, [{ code: 'floor', basisPoints }]),
        prediction: null,
        previous: null,
      });
    expect(text(300)).toContain('The 5% exploration minimum kept it up (+3 pts).');
    expect(text(-300)).toContain("The other agents' exploration minimum took a part (−3 pts).");
  });

  test('given a basis point of rounding, then it is left out of the words', () =>
    expect(
      weightChangeText({
        ...facts,
        change: change(3333, 3334, [{ code: 'rounding', basisPoints: 1 }]),
        prediction: null,
        previous: null,
      }),
    ).not.toContain('rounding'));
});
