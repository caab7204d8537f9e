import type { AgentState, BucketTable, ExperimentState, Release } from '@alyson/schema';
import { initialTable, moveBuckets } from './move-buckets.ts';

/** An experiment as far as routing is concerned. */
export interface RoutedExperiment {
  id: string;
  workspaceId: string;
  number: number;
  state: ExperimentState;
  salt: number;
  fallbackUrl: string | null;
  /** In the order of their numbers, which never changes: a table names its owners by place. */
  agents: readonly RoutedAgent[];
}

export interface RoutedAgent {
  id: string;
  number: number;
  landingUrl: string;
  state: AgentState;
  weightBasisPoints: number;
}

/**
 * The document that the router obeys.
 *
 * @param table  who owns which bucket, from `nextTable`, or of an old release that comes back
 */
export function compileRelease(experiment: RoutedExperiment, number: number, table: BucketTable): Release {
  return {
    schemaVersion: 1,
    workspaceId: experiment.workspaceId,
    experimentId: experiment.id,
    experimentNumber: experiment.number,
    number,
    state: routedState(experiment.state),
    salt: experiment.salt,
    agents: experiment.agents.map(({ id, number, landingUrl, state }) => ({
      id,
      number,
      landingUrl,
      isOn: state === 'on',
    })),
    table,
    fallbackUrl: experiment.fallbackUrl,
  };
}

/** The table for the weights as they are now, as near to the one in force as it can be (R6). */
export function nextTable(agents: readonly RoutedAgent[], inForce: BucketTable | null): BucketTable {
  const weights = agents.map((agent) => agent.weightBasisPoints);
  return inForce ? moveBuckets(inForce, weights) : initialTable(weights);
}

function routedState(state: ExperimentState): Release['state'] {
  switch (state) {
    case 'running':
    case 'paused':
      return state;
    case 'completed':
    case 'archived':
      return 'ended';
    case 'draft':
    case 'scheduled':
      throw new Error(`an experiment that is ${state} has no release`);
    default:
      return state satisfies never;
  }
}
