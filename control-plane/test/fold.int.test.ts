import { DAY_MS, HOUR_MS, MICROS_PER_UNIT, MINUTE_MS, type ReportedEvent } from '@alyson/schema';
import { buyerEvents } from '@alyson/schema/tables';
import { inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { findEventsByIdentity } from '../src/attribution/events.store.ts';
import { settle } from '../src/attribution/settle.ts';
import { withdrawEvents } from '../src/attribution/withdraw-events.ts';
import { backgroundContext } from '../src/context.ts';
import { countWithRates } from '../src/features/exchange-rates/count-with-rates.ts';
import { makeClick, nextClickId } from './support/make-click.ts';
import {
  identityOf,
  type RefClick,
  type RefEvent,
  type RefExperiment,
  type RefRate,
  type RefStanding,
  type RefStep,
  referenceFold,
} from './support/reference-fold.ts';
import { addBuyer, report, type TestBuyer } from './support/report-as-buyer.ts';
import { seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const buyers: TestBuyer[] = [];
const experiments: RefExperiment[] = [];
let runs = 0;

/** Of yesterday's noon; the days before have none, but one within reach and one that is too old. */
const DAY = Math.floor(STARTED_AT / DAY_MS) * DAY_MS;
const RATES: readonly RefRate[] = [
  { from: 'EUR', to: 'USD', day: DAY - 3 * DAY_MS, rateMillionths: 1_084_567 },
  { from: 'EUR', to: 'USD', day: DAY - 12 * DAY_MS, rateMillionths: 1_100_000 },
  { from: 'USD', to: 'EUR', day: DAY - 3 * DAY_MS, rateMillionths: 922_333 },
];
/** They come when everything has been reported. */
const LATE_RATES: readonly RefRate[] = [
  { from: 'GBP', to: 'USD', day: DAY - 7 * DAY_MS, rateMillionths: 1_299_999 },
  { from: 'GBP', to: 'EUR', day: DAY - 1 * DAY_MS, rateMillionths: 1_170_001 },
];

beforeAll(async () => {
  for (const { currency, windowDays } of [
    { currency: 'USD', windowDays: 90 },
    { currency: 'EUR', windowDays: 2 },
  ]) {
    const { id } = await seedExperiment(plane, { currency, attributionWindowDays: windowDays });
    experiments.push({ id, currency, windowDays });
  }
  buyers.push(await addBuyer(plane), await addBuyer(plane));
  await setRates(RATES);
});

const setRates = (rates: readonly RefRate[]) =>
  plane.client().setExchangeRates({
    body: {
      rates: rates.map(({ from, to, day, rateMillionths }) => ({
        from,
        to,
        day: new Date(day).toISOString().slice(0, 10),
        rate: (rateMillionths / 1e6).toFixed(6),
      })),
    },
  });

const nat = (max: number) => fc.integer({ min: 0, max });

/** Hours before now: on both sides of windows, of rates' days and of the skew. */
const anyTime = fc
  .constantFrom(1, 2, 3, 20, 30, 49, 72, 100, 200, 300)
  .chain((hours) => nat(12).map((minutes) => STARTED_AT - hours * HOUR_MS - minutes * MINUTE_MS));

/** Keys as they stand in links, and the forms in which they come back; two of them share one. */
const KEYS = [
  { key: 'one', forms: ['one'] },
  { key: 'two%41', forms: ['two%41', 'twoA'] },
  { key: 'a%2Bb', forms: ['a%2Bb', 'a+b'] },
  { key: 'a+b', forms: ['a+b', 'a b'] },
];
const FORMS = ['one', 'two%41', 'twoA', 'a%2Bb', 'a+b', 'a b', 'nobody'];

const anyClick = fc.record({ key: nat(KEYS.length - 1), at: anyTime, isBot: fc.boolean(), experiment: nat(1) });
const anyEvent = fc.record({
  // Few names, so that most of a history hangs together.
  buyer: fc.constantFrom(0, 0, 0, 1),
  kind: fc.constantFrom('lead', 'lead', 'sale', 'adjustment', 'reversal', 'reversal'),
  eventId: nat(2),
  lead: fc.constantFrom(0, 0, 0, 1, null),
  refersTo: fc.constantFrom(0, 0, 1),
  form: fc.constantFrom(0, 0, 1, 2, 3, 4, 5, 6, null),
  cents: fc.integer({ min: 1, max: 100_000 }),
  isNegative: fc.boolean(),
  hasAmount: fc.boolean(),
  currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR', 'EUR', 'GBP', 'JPY'),
  at: anyTime,
});

const anyHistory = fc.record({
  clicks: fc.array(anyClick, { minLength: 1, maxLength: 5 }),
  events: fc.uniqueArray(anyEvent, {
    selector: ({ buyer, kind, eventId }) => `${buyer} ${kind} ${eventId}`,
    minLength: 6,
    maxLength: 14,
  }),
  /** Which comes when: indexes of events, some of them again, and where the deliveries of clicks stand between them. */
  again: fc.array(nat(9), { maxLength: 5 }),
  places: fc.array(nat(15), { minLength: 5, maxLength: 5 }),
  order: fc.array(nat(1_000_000), { minLength: 15, maxLength: 15 }),
  withdrawn: fc.array(nat(9), { maxLength: 2 }),
});
type History = typeof anyHistory extends fc.Arbitrary<infer T> ? T : never;

/** A generated history in names of its own, so that no other meets it. */
function nameHistory(history: History, run: number): { clicks: RefClick[]; events: RefEvent[] } {
  const named = (text: string) => `${run}-${text}`;
  const clicks = history.clicks.map(({ key, at, isBot, experiment }): RefClick => {
    const { key: raw, forms } = KEYS[key] ?? { key: '', forms: [] };
    const own = experiments[experiment];
    if (!own) throw new Error('no such experiment');
    return { id: nextClickId(), key: named(raw), forms: forms.map(named), at, isBot, experiment: own };
  });
  const events = history.events.map((event): RefEvent => {
    const { kind, form, lead, hasAmount } = event;
    const isChange = kind === 'adjustment' || kind === 'reversal';
    const sign = kind === 'adjustment' && event.isNegative ? -1 : 1;
    const carries = kind === 'sale' || kind === 'adjustment' || (kind === 'lead' && hasAmount);
    const eventId = named(`e${event.eventId}`);
    const leadName = lead === null ? null : named(`l${lead}`);
    const ofLead = kind === 'lead' ? (leadName ?? eventId) : leadName;
    const key = isChange ? null : form === null ? null : named(FORMS[form] ?? '');
    return {
      buyer: buyers[event.buyer]?.id ?? '',
      kind,
      eventId,
      leadId: isChange ? null : (ofLead ?? (key === null ? named('l0') : null)),
      refersTo: isChange ? named(`e${event.refersTo}`) : null,
      key: kind === 'lead' && key === null && leadName === null ? named('one') : key,
      amountMicros: carries ? (sign * event.cents * MICROS_PER_UNIT) / 100 : null,
      currency: carries ? event.currency : null,
      at: event.at,
    };
  });
  return { clicks, events };
}

const byOrder =
  <T>(order: readonly number[]) =>
  (items: readonly T[]): T[] =>
    items
      .map((item, index) => ({ item, rank: order[index % order.length] ?? 0, index }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index)
      .map(({ item }) => item);

const toReport = ({ kind, eventId, leadId, refersTo, key, amountMicros, currency, at }: RefEvent): ReportedEvent => ({
  type: kind,
  event_id: eventId,
  ...(leadId !== null && { lead_id: leadId }),
  ...(refersTo !== null && { refers_to: refersTo }),
  ...(key !== null && { utm_content: key }),
  ...(amountMicros !== null && { amount: (amountMicros / MICROS_PER_UNIT).toFixed(2) }),
  ...(currency !== null && { currency }),
  occurred_at: new Date(at).toISOString(),
});

async function doStep(step: RefStep): Promise<void> {
  if ('event' in step) {
    const buyer = buyers.find(({ id }) => id === step.event.buyer);
    if (!buyer) throw new Error('no such buyer');
    expect(await report(plane, buyer, toReport(step.event))).toMatch(/^(accepted|orphan|duplicate)$/);
    return;
  }
  const clicks = step.clicks.map(({ id, key: utmContent, at, isBot, experiment }) =>
    makeClick({ id, utmContent, at, isBot, experimentId: experiment.id, agentId: `agt_of_${experiment.currency}` }),
  );
  if (clicks.length === 0) return;
  const { rejected } = await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
  expect(rejected).toEqual([]);
}

async function withdraw(events: readonly RefEvent[]): Promise<void> {
  const ctx = backgroundContext(plane.deps, plane.workspace.id);
  for (const event of events)
    await plane.db.transaction(async (tx) => {
      const found = await findEventsByIdentity(tx, event.buyer, [event]);
      await settle(tx, ctx, await withdrawEvents(tx, ctx, found));
    });
}

async function standingsOf(events: readonly RefEvent[]): Promise<Map<string, RefStanding>> {
  const wanted = new Set(events.map(identityOf));
  const rows = await plane.db
    .select()
    .from(buyerEvents)
    .where(inArray(buyerEvents.eventId, [...new Set(events.map(({ eventId }) => eventId))]));
  const named = rows.map((row) => [identityOf({ ...row, buyer: row.buyerId, key: null, at: 0 }), row] as const);
  expect(new Set(named.map(([name]) => name))).toEqual(wanted);
  return new Map(
    named
      .filter(([, row]) => row.withdrawnAt === null)
      .map(([name, row]) => {
        const by = row.joinedBy === 'repair' ? null : row.joinedBy;
        const cause = row.clickId === null ? row.orphanCause : null;
        return [name, { click: row.clickId, by, cause, effectMicros: row.effectMicros }];
      }),
  );
}

const sorted = (standings: ReadonlyMap<string, RefStanding>) => [...standings].sort(([a], [b]) => (a < b ? -1 : 1));

/** How the steps of a history are taken. What comes at the same moment is one group. */
type Schedule = (clicks: readonly RefClick[], events: readonly RefEvent[], history: History) => RefStep[][];

const arrivalsOf = (events: readonly RefEvent[], { again, order }: History): RefEvent[] =>
  byOrder<RefEvent>(order)([...events, ...again.flatMap((index) => events[index] ?? [])]);

/** One after the other, each click in a delivery of its own, somewhere between the reports. */
const oneByOne: Schedule = (clicks, events, history) => {
  const steps: RefStep[] = arrivalsOf(events, history).map((event) => ({ event }));
  for (const [index, click] of clicks.entries())
    steps.splice((history.places[index] ?? 0) % (steps.length + 1), 0, { clicks: [click] });
  return steps.map((step) => [step]);
};

/** All at the same moment. The clicks come in one delivery: which of two is given to a report in between would be chance. */
const atOnce: Schedule = (clicks, events, history) => [
  [{ clicks }, ...arrivalsOf(events, history).map((event) => ({ event }))],
];

/** Reports at the same moment, before, between and after two deliveries. */
const inWaves: Schedule = (clicks, events, history) => {
  const arrivals = arrivalsOf(events, history).map((event) => ({ event }));
  const third = Math.ceil(arrivals.length / 3);
  const waves = [0, 1, 2].map((wave) => arrivals.slice(wave * third, (wave + 1) * third));
  const half = Math.ceil(clicks.length / 2);
  const [first = [], second = [], last = []] = waves;
  return [first, [{ clicks: clicks.slice(0, half) }], second, [{ clicks: clicks.slice(half) }], last];
};

async function holdAgainstReference(schedule: Schedule, history: History): Promise<void> {
  runs += 1;
  const { clicks, events } = nameHistory(history, runs);
  const groups = schedule(clicks, events, history);
  for (const group of groups) await Promise.all(group.map(doStep));
  const steps = groups.flat();
  expect(sorted(await standingsOf(events))).toEqual(sorted(referenceFold(steps, RATES)));

  const withdrawn = [...new Set(history.withdrawn.flatMap((index) => events[index] ?? []))];
  await withdraw(withdrawn);
  const gone = new Set(withdrawn.map(identityOf));
  expect(sorted(await standingsOf(events))).toEqual(sorted(referenceFold(steps, RATES, gone)));
}

describe('the fold over a set of events (C14, C18, C19)', () => {
  const seed = Date.now() % 2 ** 31;
  const check = (schedule: Schedule, numRuns: number) =>
    fc.assert(
      fc.asyncProperty(anyHistory, (history) => holdAgainstReference(schedule, history)),
      { numRuns, seed, endOnFailure: true },
    );
  console.info(`seed of the histories: ${seed}`);

  test(
    'given any history in any order with any repeats, then every event stands where the reference puts it',
    () => check(oneByOne, 60),
    300_000,
  );

  test(
    'given any history all at the same moment, then every event stands where the reference puts it',
    () => check(atOnce, 40),
    300_000,
  );

  test(
    'given any history in waves of simultaneous reports, then every event stands where the reference puts it',
    () => check(inWaves, 40),
    300_000,
  );

  test('given the rates that were missing, then what waited for them is counted as if they had always been there', async () => {
    const [history] = fc.sample(anyHistory, { numRuns: 1, seed });
    const many = fc.sample(anyHistory, { numRuns: 15, seed }).concat(history ?? []);
    const done: { events: RefEvent[]; steps: RefStep[] }[] = [];
    for (const each of many) {
      runs += 1;
      const { clicks, events } = nameHistory(each, runs);
      const steps = oneByOne(clicks, events, each).flat();
      for (const step of steps) await doStep(step);
      done.push({ events, steps });
    }
    await setRates(LATE_RATES);
    await countWithRates(plane.deps);
    for (const { events, steps } of done)
      expect(sorted(await standingsOf(events))).toEqual(sorted(referenceFold(steps, [...RATES, ...LATE_RATES])));
  }, 300_000);
});
