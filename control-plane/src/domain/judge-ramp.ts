import {
  type AgentState,
  type AgentWeight,
  agentLetter,
  type ExperimentState,
  type Instant,
  MINUTE_MS,
  type RampStop,
} from '@alyson/schema';
import { type Comparison, compareOutcomes, type Stratum } from './compare-outcomes.ts';
import { gainersOf, isSameSplit } from './ramp-steps.ts';

/** A ramp under way, as far as its next step goes. */
export interface JudgedRamp {
  startWeights: readonly AgentWeight[];
  targetWeights: readonly AgentWeight[];
  currentWeights: readonly AgentWeight[];
  steppedAt: Instant;
  /** Null while a person has paused it. */
  nextStepAt: Instant | null;
}

export interface RampedExperiment {
  state: ExperimentState;
  weights: readonly AgentWeight[];
  agents: readonly { id: string; number: number; state: AgentState }[];
}

/** What one agent's clicks of one of the ramp's releases have brought so far. */
export interface RampOutcome {
  agentId: string;
  releaseNumber: number;
  clicks: number;
  /** Clicks with a lead. */
  leads: number;
  /** In the currency's major unit: the sum over clicks, and of its squares. */
  revenue: number;
  revenueSquared: number;
}

/** What the guard goes by. */
export interface RampEvidence {
  outcomes: readonly RampOutcome[];
  /** Whether every edge holds the newest step, and recent clicks carry it. */
  isApplied: boolean;
  /** Agents whose page the checker found failing (C8). */
  failingAgentIds: ReadonlySet<string>;
  currency: string;
}

export type RampVerdict =
  | { kind: 'step' }
  /** Nothing is due, or what is due has to wait. */
  | { kind: 'wait' }
  | { kind: 'superseded' }
  | { kind: 'stop'; stop: RampStop; detail: string };

/** Every edge should hold a step after this long. */
const APPLIED_WITHIN_MS = 10 * MINUTE_MS;

/** The chance that a whole ramp is stopped although nothing got worse. */
const FALSE_ALARM = 0.05;

/** What is to be done with a ramp now (C9). */
export function judgeRamp(
  ramp: JudgedRamp,
  experiment: RampedExperiment,
  evidence: RampEvidence,
  now: Instant,
): RampVerdict {
  const { state, weights } = experiment;
  if (state !== 'running' && state !== 'paused')
    return { kind: 'stop', stop: 'experiment_ended', detail: 'The experiment has ended.' };
  if (!isSameSplit(ramp.currentWeights, weights)) return { kind: 'superseded' };
  const stop = findStop(ramp, experiment, evidence, now);
  if (stop) return { kind: 'stop', ...stop };
  const isDue = ramp.nextStepAt !== null && ramp.nextStepAt <= now;
  return { kind: isDue && state === 'running' && evidence.isApplied ? 'step' : 'wait' };
}

interface Stop {
  stop: RampStop;
  detail: string;
}

function findStop(ramp: JudgedRamp, { agents }: RampedExperiment, evidence: RampEvidence, now: Instant): Stop | null {
  const gaining = gainersOf(ramp.startWeights, ramp.targetWeights);
  const gainers = agents.filter(({ id }) => gaining.has(id));
  const off = gainers.find(({ state }) => state !== 'on');
  if (off) return { stop: 'agent_off', detail: `Agent ${agentLetter(off.number)} is off.` };
  const failing = gainers.find(({ id }) => evidence.failingAgentIds.has(id));
  if (failing) return { stop: 'page_failing', detail: `The page of agent ${agentLetter(failing.number)} fails.` };
  if (!evidence.isApplied && now - ramp.steppedAt >= APPLIED_WITHIN_MS)
    return { stop: 'not_applied', detail: 'After 10 minutes the last step is not in force everywhere.' };
  return findWorse(gainers, gaining, evidence);
}

/** Each gaining agent against all that do not gain, by leads and by revenue per click. */
function findWorse(
  gainers: RampedExperiment['agents'],
  gaining: ReadonlySet<string>,
  { outcomes, currency }: RampEvidence,
): Stop | null {
  const alpha = FALSE_ALARM / (2 * Math.max(gainers.length, 1));
  for (const { id, number } of gainers) {
    const compared = outcomes.filter(({ agentId }) => agentId === id || !gaining.has(agentId));
    const leads = compared.reduce((sum, outcome) => sum + outcome.leads, 0);
    const cvr = compareOutcomes(strataOf(id, compared, leadsOf), leads, alpha);
    if (cvr.isWorse) return { stop: 'cvr_worse', detail: inWords(`Agent ${agentLetter(number)}`, 'CVR', cvr, percent) };
    const rpc = compareOutcomes(strataOf(id, compared, revenueOf), leads, alpha);
    const money = (amount: number) => `${amount.toFixed(2)} ${currency}`;
    if (rpc.isWorse)
      return { stop: 'rpc_worse', detail: inWords(`Agent ${agentLetter(number)}`, 'revenue per click', rpc, money) };
  }
  return null;
}

const inWords = (
  agent: string,
  what: string,
  { watchedMean, othersMean }: Comparison,
  show: (mean: number) => string,
): string =>
  `${agent}'s ${what} is clearly below that of the agents it takes clicks from: ${show(watchedMean)} against ${show(othersMean)} since the ramp began.`;

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

type Measure = (outcome: RampOutcome) => { sum: number; sumOfSquares: number };
const leadsOf: Measure = ({ leads }) => ({ sum: leads, sumOfSquares: leads });
const revenueOf: Measure = ({ revenue, revenueSquared }) => ({ sum: revenue, sumOfSquares: revenueSquared });

function strataOf(watchedId: string, outcomes: readonly RampOutcome[], measure: Measure): Stratum[] {
  const byRelease = Map.groupBy(outcomes, ({ releaseNumber }) => releaseNumber);
  const sampleOf = (some: readonly RampOutcome[]) =>
    some.reduce(
      (sample, outcome) => {
        const { sum, sumOfSquares } = measure(outcome);
        return {
          clicks: sample.clicks + outcome.clicks,
          sum: sample.sum + sum,
          sumOfSquares: sample.sumOfSquares + sumOfSquares,
        };
      },
      { clicks: 0, sum: 0, sumOfSquares: 0 },
    );
  return [...byRelease.values()].map((some) => ({
    watched: sampleOf(some.filter(({ agentId }) => agentId === watchedId)),
    others: sampleOf(some.filter(({ agentId }) => agentId !== watchedId)),
  }));
}
