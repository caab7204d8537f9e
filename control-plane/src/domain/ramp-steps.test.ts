import { type AgentWeight, sumOfWeights } from '@alyson/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countSteps, gainersOf, isSameSplit, nextStep } from './ramp-steps.ts';

const split = (weights: readonly number[]): AgentWeight[] =>
  weights.map((weightBasisPoints, i) => ({ agentId: `agt_${i}` as AgentWeight['agentId'], weightBasisPoints }));

/** Cut points make weights that sum to 10 000. */
const anySplit = (agents: number) =>
  fc
    .array(fc.integer({ min: 0, max: 10_000 }), { minLength: agents - 1, maxLength: agents - 1 })
    .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), 10_000])
    .map((cuts) => split(cuts.slice(1).map((cut, i) => cut - (cuts[i] ?? 0))));
const anyRamp = fc
  .integer({ min: 2, max: 8 })
  .chain((agents) => fc.tuple(anySplit(agents), anySplit(agents), fc.integer({ min: 1, max: 10_000 })));

const weightsOf = (some: readonly AgentWeight[]) => some.map(({ weightBasisPoints }) => weightBasisPoints);

describe('the steps of a ramp (C9)', () => {
  test('given any two splits, then the steps lead from one to the other, whole, never back, and none is too large', () =>
    fc.assert(
      fc.property(anyRamp, ([start, target, size]) => {
        const steps = countSteps(start, target, size);
        fc.pre(steps > 0 && steps <= 500);
        let current = start;
        for (let left = steps; left > 0; left -= 1) {
          const next = nextStep(current, target, left);
          expect(sumOfWeights(weightsOf(next))).toBe(10_000);
          for (const [i, { weightBasisPoints }] of next.entries()) {
            const [from, to] = [current[i]?.weightBasisPoints ?? 0, target[i]?.weightBasisPoints ?? 0];
            expect(weightBasisPoints).toBeGreaterThanOrEqual(Math.min(from, to));
            expect(weightBasisPoints).toBeLessThanOrEqual(Math.max(from, to));
            expect(Math.abs(weightBasisPoints - from)).toBeLessThanOrEqual(size + 1);
          }
          current = next;
        }
        expect(isSameSplit(current, target)).toBe(true);
      }),
    ));

  test('given a control and a challenger, then the steps are even', () => {
    const [start, target] = [split([9000, 1000]), split([5000, 5000])];
    expect(countSteps(start, target, 1500)).toBe(3);
    const first = nextStep(start, target, 3);
    expect([first, nextStep(first, target, 2)].map(weightsOf)).toEqual([
      [7666, 2334],
      [6333, 3667],
    ]);
    expect(gainersOf(start, target)).toEqual(new Set(['agt_1']));
  });
});
