import { type AgentHistory, DAY_MS, type Histories, HOUR_MS, MINUTE_MS, type Proposal } from '@alyson/schema';
import type { ModelReply } from './model-reply.ts';
import { totalsOf } from './predict-agents.ts';

type Hold = NonNullable<Proposal['hold']>;

/**
 * The first reason to leave the split alone, in words for a marketer, or null (W6). What a person decided comes first,
 * then what the machine cannot know yet.
 */
export function findHold(histories: Histories, reply: ModelReply): Hold | null {
  return (
    findDecision(histories) ??
    (reply.ok ? null : hold('model_failed', reply.detail)) ??
    findTooFewClicks(histories) ??
    findNoOutcomes(histories) ??
    findStaleOutcomes(histories)
  );
}

const hold = (code: Hold['code'], detail: string): Hold => ({ code, detail });

function findDecision({ isRunning, mode, isHeld }: Histories): Hold | null {
  if (!isRunning) return hold('not_running', 'The experiment is not running.');
  if (mode === 'fixed') return hold('fixed_mode', 'The mode is fixed: a person sets the weights.');
  if (isHeld) return hold('held_by_person', 'The split is held by a person until it is resumed.');
  return null;
}

/** An agent without weight gets no clicks, so waiting for them would hold the split for ever. */
function findTooFewClicks({ agents, optimization }: Histories): Hold | null {
  const needed = optimization.burnInClicks;
  const short = agents.filter((agent) => agent.isOn && agent.weightBasisPoints > 0 && totalsOf(agent).clicks < needed);
  if (short.length === 0) return null;
  const counts = short.map((agent) => `agent ${agent.letter} has ${totalsOf(agent).clicks}`).join(', ');
  return hold('too_few_clicks', `Every agent needs ${needed} clicks before the first move; ${counts}.`);
}

function findNoOutcomes({ agents, objective }: Histories): Hold | null {
  const on = agents.filter((agent) => agent.isOn);
  const hasLeads = on.some((agent) => totalsOf(agent).leads > 0);
  if (objective === 'cvr') return hasLeads ? null : hold('no_outcomes', 'No buyer has reported a lead yet.');
  if (on.some(hasPayment)) return null;
  const leads = hasLeads ? ', only leads without an amount' : '';
  return hold('no_outcomes', `No buyer has reported revenue yet${leads}.`);
}

const hasPayment = ({ outcomes }: AgentHistory): boolean => outcomes.some(({ amountMicros }) => amountMicros > 0);

function findStaleOutcomes({ asOf, lastBuyerEventAtMs, optimization }: Histories): Hold | null {
  const limitMs = optimization.staleAfterMinutes * MINUTE_MS;
  if (lastBuyerEventAtMs === null || asOf - lastBuyerEventAtMs <= limitMs) return null;
  const age = duration(asOf - lastBuyerEventAtMs);
  return hold('stale_outcomes', `The last buyer event came ${age} ago; the limit is ${duration(limitMs)}.`);
}

/** `45 minutes`, `7 hours`, `3 days`: rounded down, in the largest unit that counts two or more. */
function duration(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`;
  if (ms >= 2 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} hours`;
  const minutes = Math.floor(ms / MINUTE_MS);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
