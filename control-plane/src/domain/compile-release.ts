import type {
  AgentState,
  BucketTable,
  ExperimentState,
  RedirectStatus,
  Release,
  ReleaseRule,
  Rule,
} from '@alyson/schema';
import { initialTable, moveBuckets } from './move-buckets.ts';

/** An experiment as far as routing is concerned. */
export interface RoutedExperiment {
  id: string;
  workspaceId: string;
  number: number;
  state: ExperimentState;
  isCapped: boolean;
  salt: number;
  fallbackUrl: string | null;
  rules: readonly Rule[];
  timezone: string;
  stickyDays: number;
  redirectStatus: RedirectStatus;
  /** In the order of their numbers, which never changes: a table names its owners by place. */
  agents: readonly RoutedAgent[];
}

interface RoutedAgent {
  id: string;
  number: number;
  landingUrl: string;
  state: AgentState;
  isCapped: boolean;
  tuneUrlId: string | null;
  weightBasisPoints: number;
}

/** What a release says of its splits, from `nextTables`. */
export type Tables = Pick<Release, 'table' | 'rules'>;

/** The document that the router obeys. */
export function compileRelease(experiment: RoutedExperiment, number: number, tables: Tables): Release {
  return {
    schemaVersion: 1,
    workspaceId: experiment.workspaceId,
    experimentId: experiment.id,
    experimentNumber: experiment.number,
    number,
    state: routedState(experiment),
    salt: experiment.salt,
    agents: experiment.agents.map(({ id, number, landingUrl, state, isCapped, tuneUrlId }) => ({
      id,
      number,
      landingUrl,
      isOn: state === 'on',
      isCapped,
      tuneUrlId,
    })),
    ...tables,
    timezone: experiment.timezone,
    stickyDays: experiment.stickyDays,
    redirectStatus: experiment.redirectStatus,
    fallbackUrl: experiment.fallbackUrl,
  };
}

/** The tables for the weights as they are now, each as near to the one in force as it can be (R6). */
export function nextTables({ agents, rules }: RoutedExperiment, inForce: Tables | null): Tables {
  return {
    table: nextTable(
      agents.map((agent) => agent.weightBasisPoints),
      inForce?.table ?? null,
    ),
    rules: rules.map((rule) => compileRule(rule, agents, inForce)),
  };
}

/** A rule's own split keeps its table by the rule's id, wherever in the list the rule has moved. */
function compileRule({ outcome, ...rule }: Rule, agents: readonly RoutedAgent[], inForce: Tables | null): ReleaseRule {
  if (outcome.to !== 'split') return { ...rule, outcome };
  const weights = new Map<string, number>(outcome.weights.map((weight) => [weight.agentId, weight.weightBasisPoints]));
  const before = inForce?.rules.find(({ id }) => id === rule.id)?.outcome;
  const table = nextTable(
    agents.map(({ id }) => weights.get(id) ?? 0),
    before?.to === 'split' ? before.table : null,
  );
  return { ...rule, outcome: { to: 'split', table } };
}

const nextTable = (weights: readonly number[], inForce: BucketTable | null): BucketTable =>
  inForce ? moveBuckets(inForce, weights) : initialTable(weights);

function routedState({ state, isCapped }: RoutedExperiment): Release['state'] {
  switch (state) {
    case 'running':
      return isCapped ? 'capped' : 'running';
    case 'paused':
      return 'paused';
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
