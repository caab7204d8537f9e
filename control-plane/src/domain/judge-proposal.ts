import {
  type ExperimentState,
  type FieldProblem,
  type HoldCode,
  type Mode,
  type Optimization,
  type Proposal,
  sumOfWeights,
  TOTAL_BASIS_POINTS,
  type WeightChange,
} from '@alyson/schema';
import { type AgentShare, isCurrent } from './experiment.ts';

/** What a proposal is judged by: the experiment as it is now, not as the worker saw it. */
export interface JudgedExperiment {
  state: ExperimentState;
  mode: Mode;
  isHeld: boolean;
  /** Whether a person's change of the split is being spread over steps. */
  isRamping: boolean;
  version: number;
  optimization: Optimization;
  agents: readonly AgentShare[];
  /** Whether a run that was scheduled later has published already. */
  isOvertaken: boolean;
}

export type Verdict =
  | { kind: 'published' | 'no_change' }
  | { kind: 'held'; code: HoldCode; detail: string }
  /** The worker is at fault: nothing of its proposal may be used. */
  | { kind: 'invalid'; errors: readonly FieldProblem[] };

/**
 * The worker proposes, the control plane decides (W2): every rule is checked again, against the experiment as it stands.
 * What a person decided goes before what a model found (W6).
 */
export function judgeProposal(proposal: Proposal, experiment: JudgedExperiment): Verdict {
  if (proposal.hold) return { kind: 'held', ...proposal.hold };
  const hold = findHold(proposal, experiment);
  if (hold) return { kind: 'held', ...hold };
  const errors = findFaults(proposal.changes, experiment);
  if (errors.length > 0) return { kind: 'invalid', errors };
  const isChange = proposal.changes.some((change) => change.toBasisPoints !== change.fromBasisPoints);
  return { kind: isChange ? 'published' : 'no_change' };
}

function findHold(proposal: Proposal, experiment: JudgedExperiment): NonNullable<Proposal['hold']> | null {
  if (experiment.state !== 'running') return { code: 'not_running', detail: 'The experiment is not running.' };
  if (experiment.mode === 'fixed')
    return { code: 'fixed_mode', detail: 'The mode is fixed: a person sets the weights.' };
  if (experiment.isHeld)
    return { code: 'held_by_person', detail: 'The split is held by a person until it is resumed.' };
  if (experiment.isRamping) return { code: 'ramping', detail: 'A ramp is under way: a person is moving the split.' };
  if (experiment.version !== proposal.experimentVersion)
    return {
      code: 'experiment_changed',
      detail: 'The experiment was changed while it was graded; the next run sees the change.',
    };
  if (experiment.isOvertaken)
    return { code: 'experiment_changed', detail: 'A run that was scheduled later has published already.' };
  return null;
}

function findFaults(changes: readonly WeightChange[], { agents, optimization }: JudgedExperiment): FieldProblem[] {
  const faults: FieldProblem[] = [];
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const floor = floorOf(agents, optimization);
  for (const [index, change] of changes.entries()) {
    const agent = byId.get(change.agentId);
    byId.delete(change.agentId);
    const detail = agent
      ? findFault(change, agent, floor, optimization.stepBasisPoints)
      : 'is no agent of this experiment, or is named twice';
    if (detail) faults.push({ pointer: `#/proposal/changes/${index}`, detail });
  }
  // An archived agent is graded no more once nothing that is looked at was its own.
  const leftOut = [...byId.values()].filter(isCurrent).length;
  if (leftOut > 0)
    faults.push({ pointer: '#/proposal/changes', detail: `leaves out ${leftOut} of ${agents.length} agents` });
  const sum = sumOfWeights(changes.map((change) => change.toBasisPoints));
  if (sum !== TOTAL_BASIS_POINTS)
    faults.push({ pointer: '#/proposal/changes', detail: `adds up to ${sum}, not 10000` });
  return faults;
}

/** What is wrong with one agent's new weight; null when nothing is. */
function findFault(
  { fromBasisPoints, toBasisPoints, causes }: WeightChange,
  agent: AgentShare,
  floor: number,
  step: number,
) {
  const change = toBasisPoints - fromBasisPoints;
  if (fromBasisPoints !== agent.weightBasisPoints)
    return `begins at ${fromBasisPoints}, but the weight is ${agent.weightBasisPoints}`;
  if (sumOfWeights(causes.map((cause) => cause.basisPoints)) !== change)
    return `has causes that do not add up to its change of ${change}`;
  if (agent.state !== 'on') return change === 0 ? null : `moves the weight of an agent that is ${agent.state}`;
  if (Math.abs(change) > step) return `moves by ${Math.abs(change)}; the largest step is ${step}`;
  // An agent that a person put below the floor may rise to it in steps.
  if (toBasisPoints < Math.min(floor, fromBasisPoints)) return `falls to ${toBasisPoints}; the floor is ${floor}`;
  return null;
}

/** Where the agents that are on cannot all have the floor, they can at least have equal shares. */
function floorOf(agents: readonly AgentShare[], { floorBasisPoints }: Optimization): number {
  const on = agents.filter((agent) => agent.state === 'on');
  const equalShare = sumOfWeights(on.map((agent) => agent.weightBasisPoints)) / Math.max(on.length, 1);
  return Math.min(floorBasisPoints, Math.floor(equalShare));
}
