import { DAY_MS, HOUR_MS, type ReportedEvent } from '@alyson/schema';
import { auditEntries, buyerEvents } from '@alyson/schema/tables';
import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report, type TestBuyer } from './support/report-as-buyer.ts';
import { type SeededExperiment, seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let experiment: SeededExperiment;
let buyer: TestBuyer;
beforeAll(async () => {
  experiment = await seedExperiment(plane);
  buyer = await addBuyer(plane);
});

async function deliver(utmContent: string, at = STARTED_AT - HOUR_MS): Promise<string> {
  const click = makeClick({ utmContent, experimentId: experiment.id, agentId: experiment.agentIds[0] ?? null, at });
  await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: [click] } });
  return click.id;
}
const tell = (event: ReportedEvent) => report(plane, buyer, event);
const rowOf = async (eventId: string, kind: ReportedEvent['type'] = 'lead') =>
  (
    await plane.db
      .select()
      .from(buyerEvents)
      .where(and(eq(buyerEvents.eventId, eventId), eq(buyerEvents.kind, kind)))
  )[0];

async function orphan(key: string, eventId: string): Promise<string> {
  expect(await tell({ type: 'lead', event_id: eventId, utm_content: key })).toBe('orphan');
  return (await rowOf(eventId))?.id ?? '';
}
const likelyOf = async (buyerEventId: string) =>
  (await plane.client().listLikelyClicks({ params: { buyerEventId } })).items;

describe('an orphan’s likely click (C18)', () => {
  test.each([
    { given: 'another case', click: 'Case-Key-ABC1', key: 'case-key-abc1', pattern: 'altered_case' },
    { given: 'its end cut off', click: 'CutOff-Key-0123456789', key: 'CutOff-Key-01234', pattern: 'cut_off' },
    { given: 'quotes around it', click: 'Quoted-Key-1', key: ' "Quoted-Key-1" ', pattern: 'surrounded' },
    { given: 'an encoding too many', click: 'Enc%2FKey-1', key: 'Enc%25252FKey-1', pattern: 'encoded_again' },
    { given: 'the rest of an address', click: 'Continued-Key-1', key: 'Continued-Key-1&gclid=x', pattern: 'continued' },
    {
      given: 'too old a click',
      click: 'Old-Key-000001',
      key: 'Old-Key-000001',
      pattern: 'older_than_window',
      ageDays: 100,
    },
  ])(
    'given a key with $given, then the click is found with the reason',
    async ({ click, key, pattern, ageDays = 0 }) => {
      const clickId = await deliver(click, STARTED_AT - HOUR_MS - ageDays * DAY_MS);
      const id = await orphan(key, `lead of ${click}`);
      expect(await likelyOf(id)).toMatchObject([{ clickId, pattern, utmContent: click }]);
    },
  );

  test('given a key nobody has seen, or a short one, then there is no guess', async () => {
    await deliver('Short-1');
    expect(await likelyOf(await orphan('never-seen-anywhere', 'never'))).toEqual([]);
    expect(await likelyOf(await orphan('Short', 'short'))).toEqual([]);
  });

  test('given a person who confirms, then the lead and its sale have the click, the log says so, and it can be undone', async () => {
    const clickId = await deliver('Confirmed-Key-1');
    const id = await orphan('confirmed-key-1', 'confirmed');
    await tell({ type: 'sale', event_id: 'confirmed', lead_id: 'confirmed', amount: '10', currency: 'USD' });
    const joined = await plane.client().joinBuyerEvent({ params: { buyerEventId: id }, body: { clickId } });
    expect(joined).toMatchObject({ clickId, joinedBy: 'repair', orphanCause: null });
    expect(await rowOf('confirmed', 'sale')).toMatchObject({ clickId, effectMicros: 10_000_000 });
    const undone = await plane.client().unjoinBuyerEvent({ params: { buyerEventId: id } });
    expect(undone).toMatchObject({ clickId: null, joinedBy: null, orphanCause: 'unknown_click' });
    expect(await rowOf('confirmed', 'sale')).toMatchObject({ clickId: null, effectMicros: null });
    const log = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id));
    expect(log.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['buyer_event.joined_by_hand', 'buyer_event.taken_from_click']),
    );
  });

  test('given a click that is none of the likely ones, or an event with its click, then nothing is joined', async () => {
    const clickId = await deliver('Unlike-Anything-1');
    const id = await orphan('quite-another-key', 'other');
    const client = plane.client();
    await expect(client.joinBuyerEvent({ params: { buyerEventId: id }, body: { clickId } })).rejects.toMatchObject({
      code: 'click_unlikely',
    });
    expect(await client.unjoinBuyerEvent({ params: { buyerEventId: id } })).toMatchObject({ clickId: null });
    expect(await rowOf('other')).toMatchObject({ clickId: null });
  });
});
