import { type Mapping, OWN_SHAPE } from '@alyson/schema';
import { buyerEvents, buyerReports } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { keepReplays } from '../src/features/buyers/replays/keep-replays.ts';
import { addBuyer, post, type TestBuyer } from './support/report-as-buyer.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const of = (buyer: TestBuyer) => ({ buyerId: buyer.id as never });
const save = (buyer: TestBuyer, mapping: Mapping, ifMatch: number) =>
  plane.client().saveMapping({ params: of(buyer), body: { mapping, note: '' }, ifMatch });
const eventsOf = (buyer: TestBuyer) =>
  plane.db.select().from(buyerEvents).where(eq(buyerEvents.buyerId, buyer.id)).orderBy(asc(buyerEvents.eventId));
const LIST: Mapping = {
  events: 'body.list',
  kind: 'event.kind',
  eventId: 'event.id',
  leadId: 'event.?lead',
  utmContent: 'event.?utm',
  amount: 'event.?fee',
  currency: '"USD"',
};

/** Begins to read all of a buyer's reports anew, and waits for the preview. */
async function preview(buyer: TestBuyer, mappingVersion: number) {
  const body = { mappingVersion, from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  plane.clock.now += 1; // what came at this very moment is before it
  const { id } = await plane.client().startReplay({ params: of(buyer), body });
  await keepReplays(plane.deps);
  return newest(buyer, id);
}

async function newest(buyer: TestBuyer, id: string) {
  const { items } = await plane.client().listReplays({ params: of(buyer), query: {} });
  return items.find((item) => item.id === id) ?? expect.fail(id);
}

async function apply(buyer: TestBuyer, replayId: string) {
  await plane.client().applyReplay({ params: { ...of(buyer), replayId: replayId as never } });
  await keepReplays(plane.deps);
  return newest(buyer, replayId);
}

const PAYLOAD = JSON.stringify({
  list: [
    { kind: 'lead', id: 'L1', utm: 'nobody', fee: '5' },
    { kind: 'sale', id: 'S1', lead: 'L1', fee: '100', cents: 12_345 },
    { kind: 'sale', id: 'S2', lead: 'L1', fee: '7', test: true },
  ],
});

describe('reading stored reports anew (C20)', () => {
  test('given a changed mapping, then the preview tells what differs, changes nothing, and applying it supersedes', async () => {
    const buyer = await addBuyer(plane);
    await save(buyer, LIST, 0);
    await post(plane, buyer, PAYLOAD);
    const before = await eventsOf(buyer);
    const changed = {
      ...LIST,
      when: 'event.?test.orValue(false) == false',
      amount: 'event.?cents.hasValue() ? cents(event.cents) : text(event.fee)',
    };
    await save(buyer, changed, 1);
    const previewed = await preview(buyer, 2);
    const difference = { reports: 1, added: 0, changed: 1, withdrawn: 1, unchanged: 1, unread: 0 };
    const money = [{ currency: 'USD', beforeMicros: 112_000_000, afterMicros: 128_450_000 }];
    expect(previewed).toMatchObject({ state: 'previewed', preview: { ...difference, money }, applied: null });
    expect(previewed.samples).toMatchObject([
      { change: 'changed', eventId: 'S1', fields: ['amountMicros'] },
      { change: 'withdrawn', eventId: 'S2' },
    ]);
    expect(await eventsOf(buyer)).toEqual(before);

    expect(await apply(buyer, previewed.id)).toMatchObject({ state: 'applied', applied: difference });
    expect(await eventsOf(buyer)).toMatchObject([
      { eventId: 'L1', withdrawnAt: null },
      { eventId: 'S1', amountMicros: 123_450_000, withdrawnAt: null },
      { eventId: 'S2', amountMicros: 7_000_000, effectMicros: null, withdrawnAt: expect.any(Date) },
    ]);
    const again = await preview(buyer, 2);
    expect(again.preview).toMatchObject({ added: 0, changed: 0, withdrawn: 0, unchanged: 2 });
    await apply(buyer, again.id);

    const back = await preview(buyer, 1);
    expect(back.preview).toMatchObject({ added: 1, changed: 1, withdrawn: 0 });
    await apply(buyer, back.id);
    const facts = ({ id, eventId, amountMicros, withdrawnAt }: (typeof before)[number]) => ({
      id,
      eventId,
      amountMicros,
      withdrawnAt,
    });
    expect((await eventsOf(buyer)).map(facts)).toEqual(before.map(facts));
  });

  test('given an event that another report tells of too, then it stays with that one, and counts once', async () => {
    const buyer = await addBuyer(plane);
    await save(buyer, LIST, 0);
    const first = JSON.stringify({ list: [{ kind: 'lead', id: 'A', utm: 'x', from: 'first' }] });
    await post(plane, buyer, first);
    plane.clock.now += 1000;
    await post(plane, buyer, JSON.stringify({ list: [{ kind: 'lead', id: 'A', utm: 'x', from: 'second' }] }));
    await save(buyer, { ...LIST, when: 'event.from == "second"' }, 1);
    await apply(buyer, (await preview(buyer, 2)).id);
    const reports = await plane.db
      .select()
      .from(buyerReports)
      .where(eq(buyerReports.buyerId, buyer.id))
      .orderBy(asc(buyerReports.receivedAt));
    expect(reports.map(({ outcome }) => outcome)).toEqual(['skipped', 'orphan']);
    expect(await eventsOf(buyer)).toMatchObject([{ eventId: 'A', reportId: reports[1]?.id, withdrawnAt: null }]);
  });

  test('given reports that could not be read, then a mapping that reads them adds their events', async () => {
    const buyer = await addBuyer(plane);
    await post(plane, buyer, PAYLOAD);
    await save(buyer, LIST, 0);
    const previewed = await preview(buyer, 1);
    expect(previewed.preview).toMatchObject({ reports: 1, added: 3, unread: 0 });
    await apply(buyer, previewed.id);
    expect(await eventsOf(buyer)).toHaveLength(3);
    const [kept] = await plane.db.select().from(buyerReports).where(eq(buyerReports.buyerId, buyer.id));
    expect(kept).toMatchObject({ outcome: 'orphan', mappingVersion: 1, detail: null });
  });

  test('given a mapping that cannot read a report, then its events stay, and the preview says why', async () => {
    const buyer = await addBuyer(plane);
    await post(plane, buyer, '{"type":"lead","event_id":"a","utm_content":"x"}');
    await save(buyer, { ...OWN_SHAPE, eventId: 'event.other_id' }, 0);
    const previewed = await preview(buyer, 1);
    expect(previewed.preview).toMatchObject({ reports: 1, unread: 1, withdrawn: 0 });
    expect(previewed.samples).toMatchObject([{ change: 'unread', detail: '#/other_id is missing' }]);
    await apply(buyer, previewed.id);
    expect(await eventsOf(buyer)).toMatchObject([{ eventId: 'a', withdrawnAt: null }]);
  });

  test('given one under way, then a second is refused, and nothing is applied unseen', async () => {
    const buyer = await addBuyer(plane);
    const body = { mappingVersion: 0, from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
    const { id } = await plane.client().startReplay({ params: of(buyer), body });
    const refused = { code: 'replay_refused' };
    await expect(plane.client().startReplay({ params: of(buyer), body })).rejects.toMatchObject(refused);
    const params = { ...of(buyer), replayId: id };
    await expect(plane.client().applyReplay({ params })).rejects.toMatchObject(refused);
    expect(await plane.client().cancelReplay({ params })).toMatchObject({ state: 'cancelled' });
    await expect(plane.client().cancelReplay({ params })).rejects.toMatchObject(refused);
  });
});
