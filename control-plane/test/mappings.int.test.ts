import { MAPPING_CATALOGUE, type Mapping, OWN_SHAPE } from '@alyson/schema';
import { auditEntries, buyerEvents, buyerReports } from '@alyson/schema/tables';
import { and, asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { addBuyer, post, report, type TestBuyer } from './support/report-as-buyer.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const client = () => plane.client();
const of = (buyer: TestBuyer) => ({ buyerId: buyer.id as never });
const save = (buyer: TestBuyer, mapping: Mapping, ifMatch: number) =>
  client().saveMapping({ params: of(buyer), body: { mapping, note: '' }, ifMatch });
const eventsOf = (buyer: TestBuyer) =>
  plane.db.select().from(buyerEvents).where(eq(buyerEvents.buyerId, buyer.id)).orderBy(asc(buyerEvents.eventId));
const ready = (id: string) => MAPPING_CATALOGUE.find((one) => one.id === id) ?? expect.fail(id);

describe('a buyer’s mapping (C15)', () => {
  test('given none, then our own shape reads, as version 0', async () => {
    const buyer = await addBuyer(plane);
    await report(plane, buyer, { type: 'lead', event_id: 'a', utm_content: 'x' });
    expect(await client().listMappings({ params: of(buyer), query: {} })).toEqual({ items: [], nextCursor: null });
    const reports = await plane.db.select().from(buyerReports).where(eq(buyerReports.buyerId, buyer.id));
    expect(reports).toMatchObject([{ mappingVersion: 0, outcome: 'orphan' }]);
  });

  test('given versions, then the newest reads, each report says which did, and the audit log has before and after', async () => {
    const buyer = await addBuyer(plane);
    const { mapping, sample } = ready('partner');
    expect(await save(buyer, OWN_SHAPE, 0)).toMatchObject({ version: 1 });
    await expect(save(buyer, mapping, 0)).rejects.toMatchObject({ code: 'stale_version' });
    expect(await save(buyer, mapping, 1)).toMatchObject({ version: 2, createdBy: expect.any(String) });
    const { items } = await client().listMappings({ params: of(buyer), query: {} });
    expect(items.map(({ version }) => version)).toEqual([2, 1]);

    const response = await post(plane, buyer, sample);
    expect(await response.json()).toMatchObject({ outcome: 'orphan' });
    expect(await eventsOf(buyer)).toMatchObject([
      { kind: 'lead', eventId: '90210:lead_created', leadId: '90210' },
      { kind: 'sale', eventId: '90210:sale', leadId: '90210', amountMicros: 1_250_000_000 },
    ]);
    const [kept] = await plane.db.select().from(buyerReports).where(eq(buyerReports.buyerId, buyer.id));
    expect(kept?.mappingVersion).toBe(2);
    const saved = and(eq(auditEntries.objectId, buyer.id), eq(auditEntries.action, 'buyer.mapping_saved'));
    expect(await plane.db.select().from(auditEntries).where(saved)).toHaveLength(2);
  });

  test('given expressions at fault, then nothing is saved, and each is named with its place', async () => {
    const buyer = await addBuyer(plane);
    const attempt = save(buyer, { ...OWN_SHAPE, amount: 'evnet.amount', leadId: 'event.' }, 0);
    await expect(attempt).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [
        { pointer: '#/mapping/leadId', detail: expect.stringContaining('at character') },
        { pointer: '#/mapping/amount', detail: expect.stringContaining('evnet') },
      ],
    });
    const { eventId: _eventId, ...withoutIdentity } = OWN_SHAPE;
    await expect(save(buyer, withoutIdentity, 0)).rejects.toMatchObject({
      errors: [{ pointer: '#/mapping/eventId' }],
    });
    expect((await client().listMappings({ params: of(buyer), query: {} })).items).toEqual([]);
  });

  test('given a report that told of two events, again under another id, then nothing counts twice (C14)', async () => {
    const buyer = await addBuyer(plane);
    await save(buyer, ready('partner').mapping, 0);
    const send = async () => (await post(plane, buyer, ready('partner').sample)).json();
    const answers = await Promise.all(Array.from({ length: 25 }, send));
    expect(answers.filter((answer) => (answer as { outcome: string }).outcome === 'duplicate')).toHaveLength(24);
    expect(await eventsOf(buyer)).toHaveLength(2);
  });

  test('given a report that could not be read, then its repeat is read by the mapping of now', async () => {
    const buyer = await addBuyer(plane);
    const posting = { webhookId: 'msg_mended' };
    expect((await post(plane, buyer, '{"id":"a","utm":"x"}', posting)).status).toBe(422);
    await save(buyer, { kind: '"lead"', eventId: 'event.id', utmContent: 'event.utm' }, 0);
    expect((await post(plane, buyer, '{"id":"a","utm":"x"}', posting)).status).toBe(200);
    expect(await eventsOf(buyer)).toMatchObject([{ eventId: 'a', kind: 'lead' }]);
    const [kept] = await plane.db.select().from(buyerReports).where(eq(buyerReports.buyerId, buyer.id));
    expect(kept).toMatchObject({ outcome: 'orphan', mappingVersion: 1, detail: null, deliveries: 2 });
  });

  test('given a payload that passes no condition, then it is stored and passed over', async () => {
    const buyer = await addBuyer(plane);
    await save(buyer, { ...OWN_SHAPE, when: 'event.?test.orValue(false) == false' }, 0);
    const response = await post(plane, buyer, '{"type":"lead","event_id":"a","utm_content":"x","test":true}');
    expect(await response.json()).toMatchObject({ outcome: 'skipped' });
    expect(await eventsOf(buyer)).toEqual([]);
  });

  test('given a mapping on trial, then pasted and recorded payloads are read, and nothing is stored', async () => {
    const buyer = await addBuyer(plane);
    await report(plane, buyer, { type: 'lead', event_id: 'a', utm_content: 'x' });
    const { mapping, sample } = ready('file');
    const tried = await client().tryMapping({
      params: of(buyer),
      body: { mapping, payload: { kind: 'csv', text: sample }, recorded: 5 },
    });
    expect(tried).toMatchObject({
      errors: [],
      trials: [
        { events: [{ kind: 'lead', eventId: '4711:lead' }] },
        { events: [{ kind: 'sale', amount: { amountMicros: 1_250_000_000, currency: 'USD' } }], faults: [] },
        { reportId: expect.stringMatching(/^rpt_/), events: [], faults: [] },
      ],
    });
    const faulty = await client().tryMapping({ params: of(buyer), body: { mapping: { ...mapping, kind: '1 +' } } });
    expect(faulty).toMatchObject({ errors: [{ pointer: '#/kind' }], trials: [] });
    expect(await eventsOf(buyer)).toHaveLength(1);
  });
});

describe('a postback (C14, C15)', () => {
  test('given a GET with a token, then its query is read, counts once, and keeps no token', async () => {
    const buyer = await addBuyer(plane);
    await save(buyer, ready('postback').mapping, 0);
    const added = await client().addBuyerSecret({
      params: of(buyer),
      body: { scheme: { kind: 'token', in: 'query', name: 'token' } },
    });
    const send = (token: string) => plane.request(`${buyer.path}?token=${token}&${ready('postback').sample}`);
    expect((await send('wrong')).status).toBe(401);
    expect(await (await send(added.value ?? '')).json()).toMatchObject({ outcome: 'orphan' });
    expect(await (await send(added.value ?? '')).json()).toMatchObject({ outcome: 'duplicate' });
    expect(await eventsOf(buyer)).toMatchObject([{ kind: 'sale', eventId: 'm4x9k2:funded', goal: 'funded' }]);
  });
});
