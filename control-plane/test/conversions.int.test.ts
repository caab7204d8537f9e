import { DAY_MS, HOUR_MS, MINUTE_MS, type ReportedEvent } from '@alyson/schema';
import { auditEntries, buyerEvents } from '@alyson/schema/tables';
import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report, type TestBuyer } from './support/report-as-buyer.ts';
import { type SeededExperiment, seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let experiment: SeededExperiment;
let buyer: TestBuyer;
let keys = 0;
beforeAll(async () => {
  experiment = await seedExperiment(plane);
  buyer = await addBuyer(plane);
});

function newKey(): string {
  keys += 1;
  return `key-${keys}`;
}
const at = (instant: number) => new Date(instant).toISOString();

function clickOn(utmContent: string, changes: Parameters<typeof makeClick>[0] = {}) {
  return makeClick({ experimentId: experiment.id, agentId: experiment.agentIds[0] ?? null, utmContent, ...changes });
}
const deliver = (...clicks: ReturnType<typeof makeClick>[]) =>
  plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
const tell = (event: ReportedEvent) => report(plane, buyer, event);
const lead = (eventId: string, more: Partial<ReportedEvent>): ReportedEvent => ({
  type: 'lead',
  event_id: eventId,
  ...more,
});
const money = (amount: string, currency = 'USD') => ({ amount, currency });

async function eventOf(kind: ReportedEvent['type'], eventId: string) {
  const is = and(eq(buyerEvents.buyerId, buyer.id), eq(buyerEvents.kind, kind), eq(buyerEvents.eventId, eventId));
  return (await plane.db.select().from(buyerEvents).where(is))[0];
}

describe('joining an event to its click (C18)', () => {
  test('given a click and then a lead with its key, then the lead has the click, its experiment and agent', async () => {
    const key = newKey();
    const click = clickOn(key);
    await deliver(click);
    expect(await tell(lead(key, { utm_content: key }))).toBe('accepted');
    expect(await eventOf('lead', key)).toMatchObject({
      clickId: click.id,
      clickedAt: new Date(click.at),
      experimentId: experiment.id,
      agentId: click.agentId,
      isBot: false,
      joinedBy: 'key',
      joinedAt: new Date(STARTED_AT),
      orphanCause: null,
      occurredAt: new Date(STARTED_AT),
    });
  });

  test('given a lead before its click has arrived, then it waits, and is joined when the click arrives', async () => {
    const key = newKey();
    expect(await tell(lead(key, { utm_content: key }))).toBe('orphan');
    expect(await eventOf('lead', key)).toMatchObject({ clickId: null, orphanCause: 'unknown_click', joinedAt: null });
    const click = clickOn(key);
    await deliver(click);
    expect(await eventOf('lead', key)).toMatchObject({
      clickId: click.id,
      orphanCause: null,
      joinedAt: new Date(STARTED_AT),
    });
  });

  test('given a click that comes late but was made after the lead, then the lead goes on waiting', async () => {
    const key = newKey();
    await tell(lead(key, { utm_content: key, occurred_at: at(STARTED_AT - HOUR_MS) }));
    await deliver(clickOn(key, { at: STARTED_AT - HOUR_MS + 5 * MINUTE_MS + 1 }));
    expect(await eventOf('lead', key)).toMatchObject({ clickId: null, orphanCause: 'unknown_click' });
    const click = clickOn(key, { at: STARTED_AT - HOUR_MS + 5 * MINUTE_MS });
    await deliver(click);
    expect(await eventOf('lead', key)).toMatchObject({ clickId: click.id });
  });

  test.each([
    { given: 'the raw form', form: 'caf%C3%A9+x%2Fy' },
    { given: 'the percent-decoded form', form: 'café+x/y' },
    { given: 'the form-decoded form', form: 'café x/y' },
    { given: 'a later duplicate', form: 'second one' },
  ])('given a lead with $given of a click’s key, then it joins (R16)', async ({ form }) => {
    const unique = newKey();
    const click = clickOn(`caf%C3%A9+x%2Fy${unique}`, { otherUtmContents: [`second+one${unique}`] });
    await deliver(click);
    expect(await tell(lead(unique, { utm_content: form + unique }))).toBe('accepted');
    expect(await eventOf('lead', unique)).toMatchObject({ clickId: click.id });
  });

  test('given forms that point to different clicks, then the lead is an orphan that says so (R16)', async () => {
    const unique = newKey();
    await deliver(clickOn(`a%2Bb${unique}`), clickOn(`a+b${unique}`));
    expect(await tell(lead(unique, { utm_content: `a+b${unique}` }))).toBe('orphan');
    expect(await eventOf('lead', unique)).toMatchObject({ orphanCause: 'ambiguous_key' });
  });

  test('given a key that thousands of clicks share, then the last person before the lead is found', async () => {
    const key = newKey();
    const clicks = Array.from({ length: 300 }, (_, i) =>
      clickOn(key, { at: STARTED_AT - DAY_MS + i * MINUTE_MS, isBot: i >= 100 }),
    );
    await deliver(...clicks);
    await tell(lead(key, { utm_content: key }));
    expect(await eventOf('lead', key)).toMatchObject({ clickId: clicks[99]?.id, isBot: false });
  });

  test('given a lead older than the window, then it is an orphan that says so', async () => {
    const short = await seedExperiment(plane, { attributionWindowDays: 7 });
    const key = newKey();
    await deliver(clickOn(key, { experimentId: short.id, at: STARTED_AT - 8 * DAY_MS }));
    expect(await tell(lead(key, { utm_content: key }))).toBe('orphan');
    expect(await eventOf('lead', key)).toMatchObject({ orphanCause: 'older_than_window' });
  });

  test('given a click of another workspace with the key, then it is not found (G7)', async () => {
    const key = newKey();
    await deliver(clickOn(key, { workspaceId: plane.otherWorkspace.id }));
    expect(await tell(lead(key, { utm_content: key }))).toBe('orphan');
  });

  test.each([
    { given: 'an offset', occurredAt: '2026-11-20T10:00:00+02:00', expected: '2026-11-20T08:00:00.000Z' },
    { given: 'Z', occurredAt: '2026-11-20T10:00:00Z', expected: '2026-11-20T10:00:00.000Z' },
    { given: 'no offset', occurredAt: '2026-11-20T10:00:00', expected: at(STARTED_AT) },
    { given: 'a date only', occurredAt: '2026-11-20', expected: at(STARTED_AT) },
    { given: 'no time at all', occurredAt: undefined, expected: at(STARTED_AT) },
    { given: 'words', occurredAt: 'yesterday', expected: at(STARTED_AT) },
    { given: 'a time that has not come', occurredAt: '2027-01-01T00:00:00Z', expected: at(STARTED_AT) },
    { given: 'the year 1', occurredAt: '0001-01-01T00:00:00Z', expected: at(STARTED_AT) },
  ])('given a time with $given, then the event is dated $expected', async ({ occurredAt, expected }) => {
    const key = newKey();
    await tell(lead(key, { utm_content: key, ...(occurredAt !== undefined && { occurred_at: occurredAt }) }));
    expect((await eventOf('lead', key))?.occurredAt.toISOString()).toBe(expected);
  });

  test('given a sale that names its lead, then it has the lead’s click, whatever came later and outside any window', async () => {
    const key = newKey();
    const click = clickOn(key, { at: STARTED_AT - 80 * DAY_MS });
    await deliver(click);
    await tell(lead(key, { utm_content: key, occurred_at: at(STARTED_AT - 79 * DAY_MS) }));
    await deliver(clickOn(key, { at: STARTED_AT - DAY_MS, agentId: experiment.agentIds[1] ?? null }));
    plane.clock.now = STARTED_AT + 60 * DAY_MS;
    await tell({ type: 'sale', event_id: `${key}-1`, lead_id: key, ...money('10') });
    await tell({ type: 'sale', event_id: `${key}-2`, lead_id: key, utm_content: key, ...money('20') });
    plane.clock.now = STARTED_AT;
    expect(await eventOf('sale', `${key}-1`)).toMatchObject({
      clickId: click.id,
      joinedBy: 'reference',
      effectMicros: 10_000_000,
    });
    expect(await eventOf('sale', `${key}-2`)).toMatchObject({
      clickId: click.id,
      joinedBy: 'reference',
      effectMicros: 20_000_000,
    });
  });

  test('given a lead that waits with its sale and the sale’s changes, then one late click joins them all', async () => {
    const key = newKey();
    await tell({ type: 'reversal', event_id: key, refers_to: `${key}-sale` });
    await tell({ type: 'adjustment', event_id: key, refers_to: `${key}-sale`, ...money('-1') });
    await tell({ type: 'sale', event_id: `${key}-sale`, lead_id: key, ...money('10') });
    await tell(lead(key, { utm_content: key }));
    expect(await eventOf('reversal', key)).toMatchObject({
      clickId: null,
      orphanCause: 'unknown_click',
      effectMicros: null,
    });
    const click = clickOn(key);
    await deliver(click);
    expect(await eventOf('lead', key)).toMatchObject({ clickId: click.id });
    expect(await eventOf('sale', `${key}-sale`)).toMatchObject({ clickId: click.id, effectMicros: 10_000_000 });
    expect(await eventOf('adjustment', key)).toMatchObject({ clickId: click.id, effectMicros: -1_000_000 });
    expect(await eventOf('reversal', key)).toMatchObject({ clickId: click.id, effectMicros: -9_000_000 });
  });

  test('given a sale that was placed by its key before its lead was reported, then it follows the lead, and the audit log says so', async () => {
    const key = newKey();
    const [first, second] = [
      clickOn(key, { at: STARTED_AT - 3 * HOUR_MS }),
      clickOn(key, { at: STARTED_AT - HOUR_MS }),
    ];
    await deliver(first, second);
    await tell({ type: 'sale', event_id: key, lead_id: key, utm_content: key, ...money('5') });
    expect(await eventOf('sale', key)).toMatchObject({ clickId: second.id, joinedBy: 'key' });
    await tell(lead(key, { utm_content: key, occurred_at: at(STARTED_AT - 2 * HOUR_MS) }));
    const sale = await eventOf('sale', key);
    expect(sale).toMatchObject({ clickId: first.id, joinedBy: 'reference' });
    expect(
      await plane.db
        .select()
        .from(auditEntries)
        .where(eq(auditEntries.objectId, sale?.id ?? '')),
    ).toMatchObject([
      {
        action: 'buyer_event.moved_to_its_lead',
        actorKind: 'system',
        before: { clickId: second.id },
        after: { clickId: first.id },
      },
    ]);
  });

  test('given later clicks, then a click once given stays', async () => {
    const key = newKey();
    const click = clickOn(key, { at: STARTED_AT - HOUR_MS });
    await deliver(click);
    await tell(lead(key, { utm_content: key }));
    await deliver(clickOn(key, { at: STARTED_AT - MINUTE_MS }));
    expect(await eventOf('lead', key)).toMatchObject({ clickId: click.id });
  });

  test('given a sale of a lead nobody reported and without a key, then it waits for a reference', async () => {
    const key = newKey();
    expect(await tell({ type: 'sale', event_id: key, lead_id: `${key}-unknown`, ...money('5') })).toBe('orphan');
    expect(await eventOf('sale', key)).toMatchObject({ orphanCause: 'unknown_reference', effectMicros: null });
  });

  test('given clicks and their leads at the same moment, again and again, then no lead is left waiting', async () => {
    const round = Array.from({ length: 40 }, newKey);
    await Promise.all(round.flatMap((key) => [tell(lead(key, { utm_content: key })), deliver(clickOn(key))]));
    const left = await plane.client().listBuyerEvents({ query: { joined: 'orphan', limit: 200 } });
    expect(left.items.filter(({ eventId }) => round.includes(eventId))).toEqual([]);
  });
});

describe('what events add (C19)', () => {
  async function joined(experimentId = experiment.id) {
    const key = newKey();
    await deliver(clickOn(key, { experimentId }));
    return key;
  }

  test('given a sale, an adjustment and a reversal, then the net is nothing and every event stays', async () => {
    const key = await joined();
    await tell({ type: 'sale', event_id: key, utm_content: key, ...money('100.50') });
    expect(await eventOf('sale', key)).toMatchObject({ amountMicros: 100_500_000, effectMicros: 100_500_000 });
    await tell({ type: 'adjustment', event_id: key, refers_to: key, ...money('-0.25') });
    await tell({ type: 'reversal', event_id: key, refers_to: key });
    expect(await eventOf('sale', key)).toMatchObject({ effectMicros: 100_500_000 });
    expect(await eventOf('adjustment', key)).toMatchObject({ effectMicros: -250_000 });
    expect(await eventOf('reversal', key)).toMatchObject({ effectMicros: -100_250_000 });
  });

  test('given money in another currency than the experiment’s, then it is kept, seen, and adds nothing', async () => {
    const key = await joined();
    await tell({ type: 'sale', event_id: key, utm_content: key, ...money('100', 'EUR') });
    const { items } = await plane.client().listBuyerEvents({ query: { utmContent: key } });
    expect(items).toMatchObject([
      { amount: { amountMicros: 100_000_000, currency: 'EUR' }, effectMicros: null, agentLetter: 'A' },
    ]);
  });

  test('given a lead that carries money, then it adds it', async () => {
    const key = await joined();
    await tell(lead(key, { utm_content: key, ...money('35') }));
    expect(await eventOf('lead', key)).toMatchObject({ effectMicros: 35_000_000 });
  });

  test('given a key with characters that cannot be stored, then the event is kept all the same', async () => {
    const key = newKey();
    expect(await tell(lead(key, { utm_content: `${key}\0\ud800` }))).toBe('orphan');
    expect(await eventOf('lead', key)).toMatchObject({ utmContent: `${key}\uFFFD\uFFFD` });
  });
});

describe('order (C14)', () => {
  /** A history with all that can come about: two leads' reports, sales by key and by lead, changes, other currencies. */
  function historyOf(key: string): ReportedEvent[] {
    return [
      lead(`${key}-a`, { utm_content: key, lead_id: key, occurred_at: at(STARTED_AT - 5 * HOUR_MS) }),
      lead(`${key}-b`, { utm_content: key, lead_id: key, occurred_at: at(STARTED_AT - 2 * HOUR_MS) }),
      { type: 'sale', event_id: `${key}-1`, lead_id: key, ...money('100') },
      {
        type: 'sale',
        event_id: `${key}-2`,
        lead_id: key,
        utm_content: key,
        ...money('50'),
        occurred_at: at(STARTED_AT - HOUR_MS),
      },
      { type: 'adjustment', event_id: `${key}-3`, refers_to: `${key}-1`, ...money('-20') },
      { type: 'adjustment', event_id: `${key}-4`, refers_to: `${key}-1`, ...money('5', 'EUR') },
      { type: 'reversal', event_id: `${key}-5`, refers_to: `${key}-2` },
      { type: 'reversal', event_id: `${key}-6`, refers_to: `${key}-2` },
    ];
  }

  /** The rows of a history, without what differs by nature: ids, and when each came and was joined. */
  async function rowsOf(key: string) {
    const rows = await plane.db.select().from(buyerEvents).where(eq(buyerEvents.buyerId, buyer.id));
    return rows
      .filter(({ eventId }) => eventId.startsWith(`${key}-`))
      .map(({ kind, eventId, clickId, joinedBy, effectMicros, orphanCause, agentId, isBot }) => {
        const place = { joinedBy, effectMicros, orphanCause, agentId, isBot, clickId };
        return { event: `${kind} ${eventId.slice(key.length)}`, ...place };
      })
      .sort((a, b) => (a.event < b.event ? -1 : 1));
  }

  test('given any order with any repeats, then the same rows', async () => {
    const order = fc
      .array(fc.nat({ max: 7 }), { maxLength: 6 })
      .chain((again) =>
        fc.tuple(
          fc.shuffledSubarray([...Array(8).keys(), ...again], { minLength: 8 + again.length }),
          fc.constantFrom('clicks first', 'clicks in the middle'),
        ),
      );
    let expected: unknown;
    await fc.assert(
      fc.asyncProperty(order, async ([arrivals, clicksCome]) => {
        const key = newKey();
        const clicks = [
          clickOn(key, { at: STARTED_AT - 6 * HOUR_MS }),
          clickOn(key, { at: STARTED_AT - 3 * HOUR_MS, agentId: experiment.agentIds[1] ?? null }),
        ];
        const history = historyOf(key);
        const clicksAfter = clicksCome === 'clicks first' ? 0 : 4;
        for (const [turn, index] of arrivals.entries()) {
          if (turn === clicksAfter) await deliver(...clicks);
          await tell(history[index] as ReportedEvent);
        }
        const rows = (await rowsOf(key)).map(({ clickId, ...row }) => ({
          ...row,
          click: clicks.findIndex(({ id }) => id === clickId),
        }));
        expected ??= rows;
        expect(rows).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    expect(expected).toMatchObject([
      { event: 'adjustment -3', click: 0, effectMicros: -20_000_000 },
      { event: 'adjustment -4', click: 0, effectMicros: null },
      { event: 'lead -a', click: 0, joinedBy: 'key' },
      { event: 'lead -b', click: 0, joinedBy: 'reference' },
      { event: 'reversal -5', click: 0, effectMicros: -50_000_000 },
      { event: 'reversal -6', click: 0, effectMicros: 0 },
      { event: 'sale -1', click: 0, effectMicros: 100_000_000 },
      { event: 'sale -2', click: 0, effectMicros: 50_000_000 },
    ]);
  });

  test('given all of it at once, several times over, then the same rows', async () => {
    const finals: unknown[] = [];
    for (let round = 0; round < 8; round += 1) {
      const key = newKey();
      const click = clickOn(key, { at: STARTED_AT - 6 * HOUR_MS });
      const history = historyOf(key);
      await Promise.all([...history, ...history.toReversed()].map(tell).concat(deliver(click).then(() => '')));
      const rows = await rowsOf(key);
      finals.push(rows.map(({ clickId, ...row }) => ({ ...row, isJoined: clickId === click.id })));
    }
    for (const rows of finals) expect(rows).toEqual(finals[0]);
    expect(finals[0]).toHaveLength(8);
    expect(finals[0]).toEqual(Array.from({ length: 8 }, () => expect.objectContaining({ isJoined: true })));
  });

  test('given sales and their changes at the same moment, then every reversed sale nets nothing', async () => {
    const sales = Array.from({ length: 20 }, newKey);
    await deliver(...sales.map((key) => clickOn(key)));
    await Promise.all(
      sales.flatMap((key): Promise<string>[] => [
        tell({ type: 'reversal', event_id: `${key}-r`, refers_to: `${key}-s` }),
        tell({ type: 'adjustment', event_id: `${key}-a`, refers_to: `${key}-s`, ...money('3') }),
        tell({ type: 'sale', event_id: `${key}-s`, utm_content: key, ...money('10') }),
        tell({ type: 'adjustment', event_id: `${key}-b`, refers_to: `${key}-s`, ...money('4') }),
      ]),
    );
    for (const key of sales)
      expect((await rowsOf(key)).map(({ effectMicros }) => effectMicros)).toEqual([3e6, 4e6, -17e6, 10e6]);
  });
});

describe('listBuyerEvents', () => {
  test('given filters and pages, then they list what they name, newest first (C5)', async () => {
    const own = await seedExperiment(plane, { name: 'Listed' });
    const key = newKey();
    await deliver(clickOn(key, { experimentId: own.id, agentId: own.agentIds[1] ?? null }));
    for (let i = 0; i < 5; i += 1) {
      plane.clock.now = STARTED_AT + i;
      await tell({ type: 'sale', event_id: `${key}-${i}`, utm_content: key, ...money('1') });
    }
    plane.clock.now = STARTED_AT;
    const list = (query: object) => plane.client().listBuyerEvents({ query });
    const first = await list({ experimentId: own.id, limit: 3 });
    const rest = await list({ experimentId: own.id, limit: 3, cursor: first.nextCursor });
    expect([...first.items, ...rest.items].map(({ eventId }) => eventId.at(-1))).toEqual(['4', '3', '2', '1', '0']);
    expect(first.items[0]).toMatchObject({
      experimentName: 'Listed',
      agentLetter: 'B',
      buyerName: expect.stringMatching(/^Buyer/),
    });
    expect((await list({ experimentId: own.id, joined: 'orphan' })).items).toEqual([]);
    expect((await list({ utmContent: key, joined: 'joined' })).items).toHaveLength(5);
    const { items } = await plane.client().listClicks({ query: { experimentId: own.id } });
    expect(items).toMatchObject([{ outcome: 'sale' }]);
  });

  test('given another workspace or no right, then nothing is seen (G7, C4)', async () => {
    expect((await plane.client(plane.otherWorkspace.tokens.admin).listBuyerEvents({ query: {} })).items).toEqual([]);
    const { edge, worker } = plane.workspace.tokens;
    for (const token of [edge, worker])
      await expect(plane.client(token).listBuyerEvents({ query: {} })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
