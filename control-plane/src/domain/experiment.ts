import {
  type AgentState,
  type AgentWeight,
  apportion,
  type ExperimentState,
  sumOfWeights,
  TOTAL_BASIS_POINTS,
} from '@alyson/schema';

/** What a person or program asks to be done with an experiment. */
export type Step =
  | 'schedule'
  | 'unschedule'
  | 'start'
  | 'pause'
  | 'resume'
  | 'complete'
  | 'hold'
  | 'release_hold'
  | 'archive'
  | 'unarchive'
  | 'delete'
  | 'propose'
  | 'override'
  | 'ramp'
  | 'roll_back'
  | 'turn_agent_off'
  | 'turn_agent_on'
  | 'change'
  | 'change_agent'
  | 'add_agent'
  | 'remove_agent'
  | 'archive_agent'
  | 'restore_agent'
  | 'change_links'
  | 'remove_link';

interface StepRule {
  from: readonly ExperimentState[];
  /** Ends the sentence "Only a running experiment can …". */
  can: string;
  /** What would help, by the state that is in the way. */
  instead?: Partial<Record<ExperimentState, string>>;
}

const LIVE: readonly ExperimentState[] = ['running', 'paused'];
const BEFORE_THE_END: readonly ExperimentState[] = ['draft', 'scheduled', 'running', 'paused'];

const AT_ONCE = 'Nothing is routed by it yet: it can be changed at once.';
const TAKE_BACK = 'Take its start back first.';
const END_IT = 'End it first; then it can be archived.';
const KEEP_IT = 'Archived, it is out of sight, and its history stays.';
const ARCHIVE_AGENT = 'Archive the agent instead: its results stay.';
const REMOVE_AGENT = 'Remove the agent instead: it has no results to keep.';

const RULES: Readonly<Record<Step, StepRule>> = {
  schedule: { from: ['draft'], can: 'be scheduled' },
  unschedule: { from: ['scheduled'], can: 'be taken back to draft' },
  start: { from: ['draft', 'scheduled'], can: 'be started' },
  pause: { from: ['running'], can: 'be paused' },
  resume: { from: ['paused'], can: 'be resumed' },
  complete: { from: LIVE, can: 'be completed' },
  archive: {
    from: ['draft', 'completed'],
    can: 'be archived',
    instead: { scheduled: TAKE_BACK, running: END_IT, paused: END_IT },
  },
  unarchive: { from: ['archived'], can: 'be brought back' },
  delete: {
    from: ['draft'],
    can: 'be deleted',
    instead: { scheduled: TAKE_BACK, running: END_IT, paused: END_IT, completed: KEEP_IT, archived: KEEP_IT },
  },
  hold: { from: LIVE, can: 'have its split held' },
  release_hold: { from: LIVE, can: 'have its hold released' },
  propose: {
    from: LIVE,
    can: 'have a change proposed',
    instead: { draft: AT_ONCE, scheduled: AT_ONCE },
  },
  override: { from: BEFORE_THE_END, can: 'get another split' },
  ramp: { from: ['running'], can: 'have its split ramped' },
  roll_back: { from: LIVE, can: 'be rolled back' },
  turn_agent_off: { from: BEFORE_THE_END, can: 'have an agent turned off' },
  turn_agent_on: { from: BEFORE_THE_END, can: 'have an agent turned on' },
  change: { from: [...BEFORE_THE_END, 'completed'], can: 'be changed' },
  change_agent: { from: BEFORE_THE_END, can: 'have an agent changed' },
  add_agent: { from: BEFORE_THE_END, can: 'get another agent' },
  remove_agent: {
    from: ['draft', 'scheduled'],
    can: 'have an agent removed',
    instead: { running: ARCHIVE_AGENT, paused: ARCHIVE_AGENT },
  },
  archive_agent: {
    from: LIVE,
    can: 'have an agent archived',
    instead: { draft: REMOVE_AGENT, scheduled: REMOVE_AGENT },
  },
  restore_agent: { from: LIVE, can: 'have an agent brought back' },
  change_links: { from: BEFORE_THE_END, can: 'have its links changed' },
  // After the end too: another experiment may need the address.
  remove_link: { from: [...BEFORE_THE_END, 'completed'], can: 'have a link removed' },
};

const STATE_IN_WORDS: Readonly<Record<ExperimentState, string>> = {
  draft: 'a draft',
  scheduled: 'scheduled',
  running: 'running',
  paused: 'paused',
  completed: 'completed',
  archived: 'archived',
};

/** Why a step is refused, in words for whoever asked; null when it may be taken (C7). */
export function refuseStep(step: Step, state: ExperimentState): string | null {
  const { from, can, instead } = RULES[step];
  if (from.includes(state)) return null;
  const refusal = `Only ${oneOf(from)} experiment can ${can}; this one is ${STATE_IN_WORDS[state]}.`;
  return [refusal, instead?.[state] ?? []].flat().join(' ');
}

/** `a draft, scheduled or running`. */
function oneOf(states: readonly ExperimentState[]): string {
  const last = states.at(-1);
  const before = states.slice(0, -1);
  const list = before.length > 0 ? `${before.join(', ')} or ${last}` : `${last}`;
  return /^[aeiou]/.test(list) ? `an ${list}` : `a ${list}`;
}

/** Whether there are releases, so that a change of what is routed makes another. */
export const isPublished = (state: ExperimentState): boolean => state !== 'draft' && state !== 'scheduled';

/** What the rules need to know of an agent. */
export interface AgentShare {
  id: string;
  state: AgentState;
  weightBasisPoints: number;
}

/** Why these agents cannot take traffic; null when they can. An experiment that routes always has somebody to route to. */
export function refuseAgents(agents: readonly AgentShare[]): string | null {
  const on = agents.filter((agent) => agent.state === 'on');
  if (on.length === 0) return 'No agent would be on. Pause the experiment to send its traffic to the fallback.';
  if (on.every((agent) => agent.weightBasisPoints === 0))
    return 'The agents that are on would have no weight. Give them a split first, or pause the experiment.';
  return null;
}

/**
 * Gives a person's split to the agents. An agent that is off keeps its weight, so that turning it on again restores
 * everybody; the others share what is left, in the proportions that were asked for.
 *
 * @param split  basis points for every agent that is on, 10 000 in sum
 */
export function spreadOverAgents<A extends AgentShare>(agents: readonly A[], split: readonly AgentWeight[]): A[] {
  const asked = new Map<string, number>(split.map((weight) => [weight.agentId, weight.weightBasisPoints]));
  const parked = sumOfWeights(agents.filter(({ id }) => !asked.has(id)).map((agent) => agent.weightBasisPoints));
  // Where the agents that are off had all of it, nothing is left to share: then they give it up.
  const isAllParked = parked === TOTAL_BASIS_POINTS;
  const parts = apportion(
    agents.map(({ id }) => asked.get(id) ?? 0),
    isAllParked ? TOTAL_BASIS_POINTS : TOTAL_BASIS_POINTS - parked,
  );
  return agents.map((agent, i) =>
    asked.has(agent.id) || isAllParked ? { ...agent, weightBasisPoints: parts[i] ?? 0 } : agent,
  );
}

/** The split among the agents that are on, with this share for one that is not among them yet. */
export function makeRoom(agents: readonly AgentShare[], newcomer: AgentShare, share: number): AgentWeight[] {
  const on = agents.filter((agent) => agent.state === 'on');
  const parts = apportion(
    on.map((agent) => agent.weightBasisPoints),
    TOTAL_BASIS_POINTS - share,
  );
  const others = on.map((agent, i) => ({ ...agent, weightBasisPoints: parts[i] ?? 0 }));
  return weightsOf([...others, { ...newcomer, weightBasisPoints: share }]);
}

/** The agents without one of them: those that are on share what it had, in their own proportions. */
export function withoutAgent<A extends AgentShare>(agents: readonly A[], agentId: string): A[] {
  const others = agents.filter(({ id }) => id !== agentId);
  return spreadOverAgents(others, weightsOf(others.filter(({ state }) => state === 'on')));
}

/** Agents that are in releases: all but the archived ones. */
export const isCurrent = ({ state }: { state: AgentState }): boolean => state !== 'archived';

/** @param weights  of every agent that had one then; agents that came later get none */
export function withWeights<A extends AgentShare>(agents: readonly A[], weights: readonly AgentWeight[]): A[] {
  const byId = new Map<string, number>(weights.map((weight) => [weight.agentId, weight.weightBasisPoints]));
  return agents.map((agent) => ({ ...agent, weightBasisPoints: byId.get(agent.id) ?? 0 }));
}

export const weightsOf = (agents: readonly AgentShare[]): AgentWeight[] =>
  agents.map(({ id, weightBasisPoints }) => ({ agentId: id as AgentWeight['agentId'], weightBasisPoints }));

/** Why a split does not fit the agents: one weight for each that is on, and for no other. */
export function refuseSplit(agents: readonly AgentShare[], split: readonly AgentWeight[]): string | null {
  const named = new Set<string>(split.map((weight) => weight.agentId));
  if (named.size !== split.length) return 'An agent is named twice.';
  const on = agents.filter((agent) => agent.state === 'on');
  const missing = on.filter(({ id }) => !named.has(id)).length;
  if (missing > 0) return `Every agent that is on needs a weight; ${missing} of ${on.length} has none.`;
  if (named.size > on.length) return 'Only agents of this experiment that are on can have a weight.';
  return null;
}
