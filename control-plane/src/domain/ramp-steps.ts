import { type AgentWeight, apportion, sumOfWeights } from '@alyson/schema';

/** How many steps it takes when no agent's weight may change by more than so much in one. */
export function countSteps(
  start: readonly AgentWeight[],
  target: readonly AgentWeight[],
  stepBasisPoints: number,
): number {
  const changes = changesOf(start, target).map(Math.abs);
  return Math.ceil(Math.max(0, ...changes) / stepBasisPoints);
}

/**
 * The weights of a ramp's next step. Whatever is left is divided evenly over the steps that are left, so that no weight ever
 * turns back: a bucket moves once at most, from an agent that loses to one that gains (R6).
 *
 * @param stepsLeft  1 or more; with 1 the target is reached
 */
export function nextStep(
  current: readonly AgentWeight[],
  target: readonly AgentWeight[],
  stepsLeft: number,
): AgentWeight[] {
  const changes = changesOf(current, target);
  const gains = changes.map((change) => Math.max(change, 0));
  const losses = changes.map((change) => Math.max(-change, 0));
  const moved = Math.ceil(sumOfWeights(gains) / stepsLeft);
  if (moved === 0) return [...current];
  const [gained, lost] = [apportion(gains, moved), apportion(losses, moved)];
  return current.map(({ agentId, weightBasisPoints }, i) => ({
    agentId,
    weightBasisPoints: weightBasisPoints + (gained[i] ?? 0) - (lost[i] ?? 0),
  }));
}

/** The agents that a ramp gives more to: those that its guard watches. */
export function gainersOf(start: readonly AgentWeight[], target: readonly AgentWeight[]): Set<string> {
  const changes = changesOf(start, target);
  return new Set(start.flatMap(({ agentId }, i) => ((changes[i] ?? 0) > 0 ? [agentId] : [])));
}

/** Of the same agents in any order. */
export function isSameSplit(some: readonly AgentWeight[], others: readonly AgentWeight[]): boolean {
  return some.length === others.length && changesOf(some, others).every((change) => change === 0);
}

function changesOf(from: readonly AgentWeight[], to: readonly AgentWeight[]): number[] {
  const goals = new Map<string, number>(to.map((weight) => [weight.agentId, weight.weightBasisPoints]));
  return from.map(({ agentId, weightBasisPoints }) => (goals.get(agentId) ?? 0) - weightBasisPoints);
}
