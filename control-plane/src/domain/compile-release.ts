import type {
  AgentState,
  BucketTable,
  ExperimentState,
  RedirectStatus,
  Release,
  ReleaseRule,
  Rule,
} from '@alyson/schema';
import { isCurrent } from './experiment.ts';
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
  /** In the order of their numbers. Those that are archived are in no release. */
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

/** Tables, and the agents that they name by their places. */
type TablesInForce = Tables & { agents: readonly { id: string }[] };

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
    agents: experiment.agents.filter(isCurrent).map(({ id, number, landingUrl, state, isCapped, tuneUrlId }) => ({
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
export function nextTables({ agents, rules }: RoutedExperiment, inForce: TablesInForce | null): Tables {
  const current = agents.filter(isCurrent);
  return {
    table: nextTable(
      current.map((agent) => ({ id: agent.id, weight: agent.weightBasisPoints })),
      inForce && { table: inForce.table, agents: inForce.agents },
    ),
    rules: rules.map((rule) => compileRule(rule, current, inForce)),
  };
}

/** A rule's own split keeps its table by the rule's id, wherever in the list the rule has moved. */
function compileRule(
  { outcome, ...rule }: Rule,
  agents: readonly RoutedAgent[],
  inForce: TablesInForce | null,
): ReleaseRule {
  if (outcome.to !== 'split') return { ...rule, outcome };
  const weights = new Map<string, number>(outcome.weights.map((weight) => [weight.agentId, weight.weightBasisPoints]));
  const before = inForce?.rules.find(({ id }) => id === rule.id)?.outcome;
  const table = nextTable(
    agents.map(({ id }) => ({ id, weight: weights.get(id) ?? 0 })),
    inForce && before?.to === 'split' ? { table: before.table, agents: inForce.agents } : null,
  );
  return { ...rule, outcome: { to: 'split', table } };
}

interface Owned {
  table: BucketTable;
  agents: readonly { id: string }[];
}

/** Agents that are gone stand behind all others, with no weight: they only lose. */
function nextTable(owners: readonly { id: string; weight: number }[], inForce: Owned | null): BucketTable {
  const weights = owners.map(({ weight }) => weight);
  if (!inForce) return initialTable(weights);
  const gone = inForce.agents.filter(({ id }) => owners.every((owner) => owner.id !== id));
  const table = placeOwners(inForce, [...owners, ...gone]);
  return moveBuckets(table, [...weights, ...gone.map(() => 0)]);
}

/** The same table for another list of agents, which has all that own something in it. */
export function placeOwners({ table, agents }: Owned, among: readonly { id: string }[]): BucketTable {
  const places = agents.map(({ id }) => among.findIndex((agent) => agent.id === id));
  return { ends: table.ends, owners: table.owners.map((owner) => places[owner] ?? -1) };
}

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
