import { ExperimentContent, roundToBasisPoints } from '@alyson/schema';
import { isCurrent } from '../domain/experiment.ts';
import type { ExperimentRows } from './experiments.store.ts';

/**
 * What an experiment can hand on to another. Agents that are archived stay behind; one that is off comes without weight, so
 * that a page that was taken out for a reason gets no clicks unasked.
 */
export function contentOf({ experiment, agents, schedules }: ExperimentRows): ExperimentContent {
  const { grading } = schedules;
  const current = agents.filter(isCurrent);
  const shares = roundToBasisPoints(current.map((agent) => (agent.state === 'on' ? agent.weightBasisPoints : 0)));
  return ExperimentContent.parse({
    ...experiment,
    gradingSchedule: grading && { expression: grading.expression, timezone: grading.timezone },
    agents: current.map((agent, i) => ({ ...agent, weightBasisPoints: shares[i] })),
  });
}
