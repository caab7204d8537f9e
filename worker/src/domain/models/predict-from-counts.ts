import { type AgentHistory, type Histories, type Instant, MICROS_PER_UNIT, SLOT_MS } from '@alyson/schema';
import type { Moments } from '../log-normal.ts';
import type { AgentAnswer } from '../model-reply.ts';
import { estimateRates } from './estimate-rates.ts';
import { estimateValues } from './estimate-values.ts';
import { exposuresOf, type SlotCount } from './slot-exposure.ts';

/**
 * The embedded model: what each agent's clicks have brought so far, per click.
 *
 * CVR is leads per click. RPC is a hurdle: the rate of clicks that bring money times the money such a click brings, each
 * with its own uncertainty and its own pull to the common value, so that noise in amounts is not read as an agent's merit.
 */
export function predictFromCounts({ agents }: Histories): AgentAnswer[] {
  const inOrder = [...agents].sort((a, b) => a.number - b.number);
  const payments = inOrder.map(paymentsByClick);
  const cvrs = estimateRates(exposuresOf(inOrder.map(leadsBySlot)));
  const payingRates = estimateRates(exposuresOf(inOrder.map((agent, i) => payingBySlot(agent, payments[i]))));
  const values = estimateValues(payments.map((byClick) => [...byClick.values()]));
  return inOrder.map(({ agentId }, i) => ({
    agentId,
    cvr: cvrs[i] ?? NOTHING,
    rpc: revenuePerClick(payingRates[i], values?.[i]),
  }));
}

const NOTHING: Moments = { mean: 0, sd: 0 };

/** Mean and sd of a product of two independent quantities. Without any money there is no scale to be uncertain on. */
function revenuePerClick(rate: Moments | undefined, valueMicros: Moments | undefined): Moments {
  if (!rate || !valueMicros) return NOTHING;
  const mean = rate.mean * (valueMicros.mean / MICROS_PER_UNIT);
  const spread = (1 + (rate.sd / rate.mean) ** 2) * (1 + (valueMicros.sd / valueMicros.mean) ** 2) - 1;
  return { mean, sd: mean * Math.sqrt(spread) };
}

/**
 * The net amount of each click that brought money. Outcomes carry no click id; those of one click share its time to the
 * millisecond, and should two clicks share it too, their sum is still right.
 */
function paymentsByClick({ outcomes }: AgentHistory): Map<Instant, number> {
  const payments = new Map<Instant, number>();
  for (const { clickedAtMs, amountMicros } of outcomes)
    if (amountMicros !== 0) payments.set(clickedAtMs, (payments.get(clickedAtMs) ?? 0) + amountMicros);
  return payments;
}

const leadsBySlot = ({ slots }: AgentHistory): Map<Instant, SlotCount> =>
  new Map(slots.map(({ slotStartMs, clicks, leads }) => [slotStartMs, { clicks, events: leads }]));

function payingBySlot(
  { slots }: AgentHistory,
  payments: ReadonlyMap<Instant, number> | undefined,
): Map<Instant, SlotCount> {
  const counts = new Map(slots.map(({ slotStartMs, clicks }) => [slotStartMs, { clicks, events: 0 }]));
  for (const clickedAtMs of payments?.keys() ?? []) {
    const start = Math.floor(clickedAtMs / SLOT_MS) * SLOT_MS;
    const { clicks, events } = counts.get(start) ?? { clicks: 0, events: 0 };
    counts.set(start, { clicks, events: events + 1 });
  }
  return counts;
}
