/** What a buyer has to say about one visitor, and how its software says it: late, twice, out of order. */
import { DAY_MS, HOUR_MS, type ReportedEvent } from '@alyson/schema';
import type { Random } from '../lib/random.ts';
import type { DemoAgent } from './agents.ts';

/**
 * How a report is sent. `resent`: the same request again, as after a lost answer. `repeated`: the same event in a new
 * request. `unknown`: of a visitor nobody sent. `forged`: signed with another secret. `stale`: a signature from yesterday.
 */
export type Manner = 'once' | 'resent' | 'repeated' | 'unknown' | 'forged' | 'stale';

export interface PlannedReport {
  /** After the click, in a buyer's real time. */
  delayMs: number;
  event: ReportedEvent;
  manner: Manner;
}

/** @param key  as the landing page was given it, raw. @returns nothing for most visitors */
export function planReports(random: Random, agent: DemoAgent, key: string): PlannedReport[] {
  if (!random.chance(agent.leadRate)) return [];
  const leadId = `lead-${random.token(12)}`;
  const leadDelayMs = random.logNormal(0.5 * HOUR_MS, 1);
  const lead: PlannedReport = {
    delayMs: leadDelayMs,
    event: { type: 'lead', event_id: leadId, utm_content: asBuyersReadIt(random, key) },
    manner: mannerOf(random),
  };
  if (!random.chance(agent.saleRate)) return [lead];
  return [lead, ...planSale(random, agent, key, leadId, leadDelayMs)];
}

function planSale(random: Random, agent: DemoAgent, key: string, leadId: string, leadDelayMs: number): PlannedReport[] {
  const saleId = `sale-${random.token(12)}`;
  const delayMs = leadDelayMs + random.logNormal(4 * DAY_MS, 0.6);
  const cents = Math.round(random.logNormal(agent.medianValue, 0.5) * 100);
  const money = (amount: number) => ({ amount: (amount / 100).toFixed(2), currency: 'USD' });
  // Some buyers keep the key to the end, others know only their own lead.
  const named = random.chance(0.5)
    ? { lead_id: leadId }
    : { lead_id: leadId, utm_content: asBuyersReadIt(random, key) };
  const sale: PlannedReport = {
    delayMs,
    event: { type: 'sale', event_id: saleId, ...named, ...money(cents) },
    manner: mannerOf(random),
  };
  const later = (type: 'adjustment' | 'reversal', change: Partial<ReportedEvent>): PlannedReport => ({
    // A few come before the sale they take back.
    delayMs: delayMs + (random.chance(0.2) ? -1 : 1) * random.next() * 2 * DAY_MS,
    event: { type, event_id: `${type}-${random.token(12)}`, refers_to: saleId, ...change },
    manner: 'once',
  });
  const kind = random.next();
  if (kind < 0.06) return [sale, later('reversal', {})];
  if (kind < 0.1) return [sale, later('adjustment', money(Math.round(cents * (random.next() - 0.5))))];
  return [sale];
}

/** Reports that belong to no click, spread over the demo. @returns with `delayMs` from its beginning, in its own time */
export function planStrangers(random: Random, seconds: number): PlannedReport[] {
  const plan = (manner: Manner): PlannedReport => ({
    delayMs: random.next() * seconds * 1000,
    event: { type: 'lead', event_id: `${manner}-${random.token(12)}`, utm_content: `nobody-${random.token(16)}` },
    manner,
  });
  const manners: Manner[] = [
    'unknown',
    'unknown',
    'unknown',
    'unknown',
    'unknown',
    'forged',
    'forged',
    'forged',
    'stale',
    'stale',
  ];
  return manners.map(plan);
}

function mannerOf(random: Random): Manner {
  const kind = random.next();
  if (kind < 0.03) return 'resent';
  return kind < 0.05 ? 'repeated' : 'once';
}

/** A landing page's script reads its address as a form does; other software decodes less, or not at all (R16). */
function asBuyersReadIt(random: Random, key: string): string {
  const kind = random.next();
  if (kind < 0.15) return key;
  return decode(kind < 0.3 ? key : key.replaceAll('+', ' '));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not UTF-8: taken as it stands
  }
}
