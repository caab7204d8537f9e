import { DAY_MS, MINUTE_MS } from '@alyson/schema';

/*
 * What must come of a history of clicks and reports, written from the rules alone (C14, C18, C19) and as plainly as they
 * are: no lock, no table, no look at how the product does it. Property tests hold the product against it.
 */

export interface RefClick {
  id: string;
  /** Its `utm_content`, and every form of it that a report may carry (R16). */
  key: string;
  forms: readonly string[];
  at: number;
  isBot: boolean;
  experiment: RefExperiment;
}

export interface RefExperiment {
  id: string;
  currency: string;
  windowDays: number;
}

export interface RefEvent {
  buyer: string;
  kind: 'lead' | 'sale' | 'adjustment' | 'reversal';
  eventId: string;
  leadId: string | null;
  refersTo: string | null;
  key: string | null;
  amountMicros: number | null;
  currency: string | null;
  at: number;
}

/** One step of a history: a delivery of clicks, stored at once, or a report. */
export type RefStep = { clicks: readonly RefClick[] } | { event: RefEvent };

export interface RefRate {
  from: string;
  to: string;
  /** Start of the day in UTC. */
  day: number;
  /** Millionths. */
  rateMillionths: number;
}

export interface RefStanding {
  click: string | null;
  by: 'key' | 'reference' | null;
  cause: string | null;
  effectMicros: number | null;
}

type Own = { click: RefClick } | { cause: string };

export const identityOf = ({ buyer, kind, eventId }: RefEvent): string => `${buyer} ${kind} ${eventId}`;

/**
 * @param steps      in any order and with any repeats; the first report of an identity counts
 * @param withdrawn  identities that no report tells of any more
 */
export function referenceFold(
  steps: readonly RefStep[],
  rates: readonly RefRate[],
  withdrawn: ReadonlySet<string> = new Set(),
): Map<string, RefStanding> {
  const all = new Map<string, RefEvent>();
  for (const step of steps)
    if ('event' in step && !all.has(identityOf(step.event))) all.set(identityOf(step.event), step.event);
  const events = [...all.values()].filter((event) => !withdrawn.has(identityOf(event)));
  const owns = new Map(events.map((event) => [event, ownOf(event, steps)]));

  const result = new Map<string, RefStanding>();
  const clickOf = new Map<RefEvent, RefClick>();
  const stand = (event: RefEvent, own: Own, by: 'key' | 'reference') => {
    const isJoined = 'click' in own;
    if (isJoined) clickOf.set(event, own.click);
    result.set(identityOf(event), {
      click: isJoined ? own.click.id : null,
      by: isJoined ? by : null,
      cause: isJoined ? null : own.cause,
      effectMicros: null,
    });
  };

  // A lead, in one report or in several, has one click: that of its earliest report which found one. Its sales have it too.
  for (const event of events.filter(({ kind }) => kind === 'lead' || kind === 'sale')) {
    const reports = events.filter((other) => other.kind === 'lead' && isSameLead(other, event) && other.key !== null);
    reports.sort((a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : 1));
    const root = reports.find((report) => 'click' in own(owns, report));
    if (root) stand(event, own(owns, root), event === root ? 'key' : 'reference');
    else if (event.key !== null) stand(event, own(owns, event), 'key');
    else stand(event, reports[0] ? own(owns, reports[0]) : { cause: 'unknown_reference' }, 'reference');
  }

  // What changes a sale stands where the sale stands.
  for (const event of events.filter(({ kind }) => kind === 'adjustment' || kind === 'reversal')) {
    const sale = events.find((other) => other.kind === 'sale' && isSaleOf(other, event));
    const click = sale && clickOf.get(sale);
    const cause = (sale && result.get(identityOf(sale))?.cause) ?? 'unknown_reference';
    stand(event, click ? { click } : { cause }, 'reference');
  }

  // Money.
  const add = (event: RefEvent, micros: number | null) => {
    const standing = result.get(identityOf(event));
    if (standing) standing.effectMicros = micros;
  };
  const worth = (event: RefEvent) => worthOf(event, clickOf.get(event), rates);
  for (const lead of events.filter(({ kind }) => kind === 'lead')) add(lead, worth(lead));
  for (const sale of events.filter(({ kind }) => kind === 'sale')) {
    if (worth(sale) === null) continue;
    const changes = events
      .filter((event) => isSaleOf(sale, event))
      .sort((a, b) => a.at - b.at || (a.eventId < b.eventId ? -1 : 1));
    let net = worth(sale) ?? 0;
    add(sale, net);
    for (const adjustment of changes.filter(({ kind }) => kind === 'adjustment')) {
      add(adjustment, worth(adjustment));
      net += worth(adjustment) ?? 0;
    }
    for (const reversal of changes.filter(({ kind }) => kind === 'reversal')) {
      add(reversal, 0 - net);
      net = 0;
    }
  }
  return result;
}

const own = (owns: ReadonlyMap<RefEvent, Own>, event: RefEvent): Own => owns.get(event) ?? { cause: 'unknown_click' };

const isSameLead = (a: RefEvent, b: RefEvent) => a.buyer === b.buyer && a.leadId !== null && a.leadId === b.leadId;

const isSaleOf = (sale: RefEvent, change: RefEvent) =>
  (change.kind === 'adjustment' || change.kind === 'reversal') &&
  change.buyer === sale.buyer &&
  change.refersTo === sale.eventId;

/** The click that its own key finds, when it is reported or as soon as one has come: once found it is never another. */
function ownOf(event: RefEvent, steps: readonly RefStep[]): Own {
  if (event.key === null || event.kind === 'adjustment' || event.kind === 'reversal')
    return { cause: 'unknown_reference' };
  const stored: RefClick[] = [];
  let isReported = false;
  let found: Own = { cause: 'unknown_click' };
  for (const step of steps) {
    if ('clicks' in step) stored.push(...step.clicks);
    else isReported ||= identityOf(step.event) === identityOf(event);
    if (!isReported) continue;
    found = lastClick(event, stored);
    if ('click' in found) return found;
  }
  return found;
}

function lastClick({ key, at }: RefEvent, clicks: readonly RefClick[]): Own {
  const before = clicks.filter((click) => click.forms.includes(key ?? '') && click.at <= at + 5 * MINUTE_MS);
  if (before.length === 0) return { cause: 'unknown_click' };
  const inWindow = before.filter((click) => at - click.at <= click.experiment.windowDays * DAY_MS);
  const eligible = inWindow.some(({ isBot }) => !isBot) ? inWindow.filter(({ isBot }) => !isBot) : inWindow;
  if (eligible.length === 0) return { cause: 'older_than_window' };
  if (new Set(eligible.map((click) => click.key)).size > 1) return { cause: 'ambiguous_key' };
  const [last] = eligible.toSorted((a, b) => b.at - a.at || (a.id > b.id ? -1 : 1));
  return last ? { click: last } : { cause: 'unknown_click' };
}

/** In the currency of its click's experiment, by the newest rate of the event's day or the seven days before it. */
function worthOf(event: RefEvent, click: RefClick | undefined, rates: readonly RefRate[]): number | null {
  if (!click || event.amountMicros === null) return null;
  if (event.currency === click.experiment.currency) return event.amountMicros;
  const day = Math.floor(event.at / DAY_MS) * DAY_MS;
  const [rate] = rates
    .filter(({ from, to }) => from === event.currency && to === click.experiment.currency)
    .filter((each) => each.day <= day && each.day >= day - 7 * DAY_MS)
    .sort((a, b) => b.day - a.day);
  if (!rate) return null;
  // Halves away from zero: of the absolute value, up.
  const exact = BigInt(Math.abs(event.amountMicros)) * BigInt(rate.rateMillionths);
  const whole = exact / 1_000_000n;
  const micros = Number(exact % 1_000_000n >= 500_000n ? whole + 1n : whole);
  return event.amountMicros < 0 ? 0 - micros : micros;
}
