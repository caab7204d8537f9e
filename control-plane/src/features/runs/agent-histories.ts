import { type AgentHistory, agentLetter } from '@alyson/schema';
import type * as z from 'zod';
import type { AgentRow } from '../../experiment/experiments.store.ts';
import type { ClicksOfBucket, OutcomesOfBucket } from '../../outcomes/outcomes.store.ts';
import type { Payment } from './payments.store.ts';

type History = z.input<typeof AgentHistory>;
type Slot = History['slots'][number];
type Outcome = History['outcomes'][number];

/** What was counted of an experiment, of all its agents. */
export interface Counted {
  clicks: readonly ClicksOfBucket[];
  outcomes: readonly OutcomesOfBucket[];
  payments: readonly Payment[];
}

/**
 * Each agent with its own part of what was counted, by the hour of the click. One that is archived tells of what all have
 * in common, as long as anything of it is looked at; after that it is left out.
 */
export const toAgentHistories = (agents: readonly AgentRow[], counted: Counted): History[] =>
  agents.flatMap((agent) => {
    const history = toAgentHistory(agent, counted);
    const isPast = agent.state === 'archived' && history.slots.length === 0 && history.outcomes.length === 0;
    return isPast ? [] : [history];
  });

function toAgentHistory(agent: AgentRow, { clicks, outcomes, payments }: Counted): History {
  const isOwn = ({ agentId }: { agentId: string | null }) => agentId === agent.id;
  return {
    agentId: agent.id,
    number: agent.number,
    letter: agentLetter(agent.number),
    name: agent.name,
    isOn: agent.state === 'on',
    isControl: agent.isControl,
    weightBasisPoints: agent.weightBasisPoints,
    slots: toSlots(clicks.filter(isOwn), outcomes.filter(isOwn)),
    outcomes: toOutcomes(payments.filter(isOwn)),
  };
}

function toSlots(clicks: readonly ClicksOfBucket[], outcomes: readonly OutcomesOfBucket[]): Slot[] {
  const slots = new Map<number, Slot>();
  const empty = { clicks: 0, leads: 0, sales: 0, revenueMicros: 0 };
  for (const { at, clicks: count } of clicks)
    slots.set(at.getTime(), { ...empty, slotStartMs: at.getTime(), clicks: count });
  for (const { at, leads, sales, revenueMicros } of outcomes) {
    const slot = slots.get(at.getTime()) ?? { ...empty, slotStartMs: at.getTime() };
    slots.set(at.getTime(), { ...slot, leads, sales, revenueMicros });
  }
  return [...slots.values()].sort((a, b) => a.slotStartMs - b.slotStartMs);
}

/** A lead that was reported in several steps is one outcome, with the money of all of them. */
function toOutcomes(payments: readonly Payment[]): Outcome[] {
  const outcomes: Outcome[] = [];
  const leads = new Map<string, Outcome>();
  for (const { buyerId, leadId, kind, clickedAt, occurredAt, effectMicros } of payments) {
    const amountMicros = effectMicros ?? 0;
    const lead = kind === 'lead' ? leads.get(`${buyerId} ${leadId}`) : undefined;
    if (lead) {
      lead.amountMicros += amountMicros;
      continue;
    }
    const clickedAtMs = (clickedAt ?? occurredAt).getTime();
    // Clocks differ: an event may seem to come a moment before its click.
    const ageMs = Math.max(0, occurredAt.getTime() - clickedAtMs);
    const outcome = { kind, clickedAtMs, ageMs, amountMicros };
    outcomes.push(outcome);
    if (kind === 'lead') leads.set(`${buyerId} ${leadId}`, outcome);
  }
  return outcomes;
}
