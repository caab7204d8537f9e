import { apportion, type Optimization, sumOfWeights, TOTAL_BASIS_POINTS, type WeightCause } from '@alyson/schema';

export interface AllocatedAgent {
  isOn: boolean;
  weightBasisPoints: number;
  /** Among the agents that are on. */
  probabilityBest: number;
}

/** The split as one rule after another leaves it, not yet in whole basis points. */
interface Stage {
  code: Exclude<WeightCause['code'], 'rounding'>;
  weights: number[];
}

export interface Allocation {
  /** Whole basis points, one per agent; they sum to what they summed to before. */
  weights: number[];
  stages: Stage[];
}

/**
 * Weights follow P(best) raised to this power: 1 is plain Thompson sampling, which keeps paying for doubts that hardly
 * matter any more. 2 earned clearly more in every simulation published with this design, and still gives a 70 : 30 doubt
 * a share of 16%.
 */
const SHARPNESS = 2;

/**
 * The split that the evidence asks for, within the limits that a person set.
 *
 * An agent that is off keeps its weight, because its buckets stay its own; the others divide what is left. The floor
 * holds for every agent that is on, as far as there is enough for all of them. The step shortens the whole move, direction
 * kept, so that no weight changes by more than it; an agent below its floor therefore rises by the step at most.
 */
export function allocate(agents: readonly AllocatedAgent[], limits: Optimization): Allocation {
  const now = agents.map((agent) => agent.weightBasisPoints);
  const on = agents.flatMap((agent, index) => (agent.isOn ? [index] : []));
  const available = sumOfWeights(on.map((index) => now[index] ?? 0));
  if (available === 0) return { weights: now, stages: [] };
  const pick = (weights: readonly number[]) => on.map((index) => weights[index] ?? 0);
  const put = (weights: readonly number[]) => {
    const whole = [...now];
    for (const [i, index] of on.entries()) whole[index] = weights[i] ?? 0;
    return whole;
  };

  const wanted = sharpen(on.map((index) => agents[index]?.probabilityBest ?? 0));
  const divided = wanted.map((share) => share * available);
  const raised = raiseToFloor(divided, Math.min(limits.floorBasisPoints, available / on.length));
  const stepped = limitStep(pick(now), raised, limits.stepBasisPoints);
  return {
    weights: put(apportion(stepped, available)),
    stages: [
      { code: 'prediction', weights: put(wanted.map((share) => share * TOTAL_BASIS_POINTS)) },
      { code: 'agent_off', weights: put(divided) },
      { code: 'floor', weights: put(raised) },
      { code: 'step_limit', weights: put(stepped) },
    ],
  };
}

/** Shares that sum to 1. */
function sharpen(probabilities: readonly number[]): number[] {
  const powers = probabilities.map((probability) => probability ** SHARPNESS);
  const sum = sumOfWeights(powers);
  return powers.map((power) => power / sum);
}

/** Water-filling: whoever is below the floor gets it, the others give in their proportions, until nobody is below. */
function raiseToFloor(weights: readonly number[], floor: number): number[] {
  const total = sumOfWeights(weights);
  const raised = new Set<number>();
  for (;;) {
    const left = total - floor * raised.size;
    const open = sumOfWeights(weights.filter((_, i) => !raised.has(i)));
    const next = weights.map((weight, i) => (raised.has(i) ? floor : (weight / open) * left));
    const low = next.flatMap((weight, i) => (weight < floor ? [i] : []));
    if (low.length === 0) return next;
    for (const i of low) raised.add(i);
  }
}

/** As far from `from` towards `to` as the largest single change allows. */
function limitStep(from: readonly number[], to: readonly number[], step: number): number[] {
  const largest = Math.max(...to.map((weight, i) => Math.abs(weight - (from[i] ?? 0))));
  const reach = largest > step ? step / largest : 1;
  return to.map((weight, i) => (from[i] ?? 0) + (weight - (from[i] ?? 0)) * reach);
}
