import { type AgentHistory, AgentId, ExperimentId, type Histories, SLOT_MS } from '@alyson/schema';
import type { Chance } from './chance.ts';

/** A whole slot, long ago: the first of every history made here. */
export const FIRST_SLOT = Date.UTC(2026, 0, 5);

const agentIdOf = (number: number) => AgentId.parse(`agt_01h455vb4pex5vsknk084sn0${String(number).padStart(2, '0')}`);

/** An experiment in auto mode with nothing against moving its split, but for what is said otherwise. */
export function historiesOf(agents: AgentHistory[], overrides: Partial<Histories> = {}): Histories {
  const asOf = FIRST_SLOT + 30 * 24 * SLOT_MS;
  return {
    experimentId: ExperimentId.parse('exp_01h455vb4pex5vsknk084sn02q'),
    asOf,
    objective: 'rpc',
    mode: 'auto',
    isRunning: true,
    isHeld: false,
    currency: 'USD',
    optimization: { floorBasisPoints: 500, stepBasisPoints: 1500, burnInClicks: 500, staleAfterMinutes: 360 },
    experimentVersion: 7,
    releaseNumber: 3,
    lastBuyerEventAtMs: asOf - 60_000,
    agents,
    ...overrides,
  };
}

/** An agent by its counts, all in one slot; each sale's amount is dated a millisecond after the one before. */
export function agentOf(
  number: number,
  {
    clicks = 0,
    leads = 0,
    salesMicros = [] as readonly number[],
    ...overrides
  }: Partial<AgentHistory> & AgentCounts = {},
): AgentHistory {
  return {
    agentId: agentIdOf(number),
    number,
    letter: String.fromCharCode(64 + number),
    name: `Page ${number}`,
    isOn: true,
    isControl: number === 1,
    weightBasisPoints: 0,
    slots: [
      {
        slotStartMs: FIRST_SLOT,
        clicks,
        leads,
        sales: salesMicros.length,
        revenueMicros: salesMicros.reduce((sum, amount) => sum + amount, 0),
      },
    ],
    outcomes: salesMicros.map((amountMicros, i) => ({
      kind: 'sale',
      clickedAtMs: FIRST_SLOT + i,
      ageMs: 3_600_000,
      amountMicros,
    })),
    ...overrides,
  };
}

interface AgentCounts {
  clicks?: number;
  leads?: number;
  salesMicros?: readonly number[];
}

/** How an agent truly is. */
export interface Truth {
  /** Leads per click where slots are as usual. */
  cvr: number;
  /** Of leads that are sold. */
  saleShare: number;
  /** Mean of a sale in the major unit; amounts are log-normal. */
  saleValue: number;
  /** Standard deviation of the logarithm of a sale's amount. */
  valueSpread: number;
}

/** What truth brings per click, in the major unit. */
export const trueRpc = ({ cvr, saleShare, saleValue }: Truth): number => cvr * saleShare * saleValue;

/**
 * Plays one agent over slots.
 *
 * @param clicksOf   clicks of a slot, by its index
 * @param qualityOf  what the slot does to the rates of all agents alike
 */
export function playAgent(
  chance: Chance,
  number: number,
  truth: Truth,
  slots: number,
  clicksOf: (slot: number) => number,
  qualityOf: (slot: number) => number = () => 1,
): AgentHistory {
  const agent = agentOf(number, { slots: [], outcomes: [] });
  for (let slot = 0; slot < slots; slot += 1) {
    const slotStartMs = FIRST_SLOT + slot * SLOT_MS;
    const count = { slotStartMs, clicks: clicksOf(slot), leads: 0, sales: 0, revenueMicros: 0 };
    for (let click = 0; click < count.clicks; click += 1) {
      if (chance.uniform() >= truth.cvr * qualityOf(slot)) continue;
      const outcome = { clickedAtMs: slotStartMs + click, ageMs: 60_000 };
      count.leads += 1;
      agent.outcomes.push({ kind: 'lead', ...outcome, amountMicros: 0 });
      if (chance.uniform() >= truth.saleShare) continue;
      const amount = truth.saleValue * Math.exp(truth.valueSpread * chance.normal() - truth.valueSpread ** 2 / 2);
      const amountMicros = Math.round(amount * 1e6);
      count.sales += 1;
      count.revenueMicros += amountMicros;
      agent.outcomes.push({ kind: 'sale', ...outcome, amountMicros });
    }
    agent.slots.push(count);
  }
  return agent;
}
