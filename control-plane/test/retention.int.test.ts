import { DAY_MS } from '@alyson/schema';
import { agentHours, buyerEvents, buyerReports, clickKeys, clicks, clickTallies } from '@alyson/schema/tables';
import { eq, inArray, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { forgetOldClicks } from '../src/features/retention/forget-old-clicks.ts';
import { makeClick } from './support/make-click.ts';
import { openReports } from './support/open-reports.ts';
import { addBuyer, report } from './support/report-as-buyer.ts';
import { type SeededExperiment, seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const deliver = (...made: ReturnType<typeof makeClick>[]) =>
  plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: made } });
const clickOf = ({ id, agentIds }: SeededExperiment, changes: Parameters<typeof makeClick>[0] = {}) =>
  makeClick({ workspaceId: plane.workspace.id, experimentId: id, agentId: agentIds[0] ?? null, ...changes });
const idsOf = async (made: readonly { id: string }[]) =>
  (
    await plane.db
      .select({ id: clicks.id })
      .from(clicks)
      .where(
        inArray(
          clicks.id,
          made.map(({ id }) => id),
        ),
      )
  ).map(({ id }) => id);
const countsOf = ({ id }: SeededExperiment) =>
  plane.db.select().from(agentHours).where(eq(agentHours.experimentId, id)).orderBy(agentHours.hour);

const resultsOf = ({ id }: SeededExperiment) => plane.client().getResults({ params: { experimentId: id }, query: {} });

/** Everything as it was stored, in the words of the database. */
async function everythingWith(text: string): Promise<string[]> {
  const tables = ['clicks', 'click_keys', 'buyer_events', 'buyer_reports', 'audit_entries', 'idempotency_keys'];
  const found: string[] = [];
  for (const table of tables) {
    const { rows } = await plane.db.execute<{ count: number }>(sql`
      select count(*)::int as count from ${sql.identifier(table)} t
      where position(${text} in t::text) > 0 or position(encode(convert_to(${text}, 'UTF8'), 'hex') in t::text) > 0`);
    if ((rows[0]?.count ?? 0) > 0) found.push(table);
  }
  return found;
}

describe('R24: clicks are kept for so long and no longer', () => {
  test('given clicks around the end of 400 days, then the older ones go with their keys, and counts, tallies and money stay', async () => {
    const experiment = await seedExperiment(plane);
    const buyer = await addBuyer(plane);
    const at = (days: number) => STARTED_AT - days * DAY_MS;
    const made = [399, 300, 10, 1].map((days) => clickOf(experiment, { at: at(days) }));
    await deliver(...made);
    await report(plane, buyer, {
      type: 'sale',
      event_id: 'old-sale',
      utm_content: made[0]?.utmContent ?? '',
      amount: '12.50',
      currency: 'USD',
      occurred_at: new Date(at(398)).toISOString(),
    });
    const before = await countsOf(experiment);
    const tallies = await plane.db.select().from(clickTallies);

    plane.clock.now = STARTED_AT + 2 * DAY_MS; // the first is 401 days old now
    expect(await forgetOldClicks(plane.deps)).toBe(1);
    expect(await idsOf(made)).toHaveLength(3);
    const keys = await plane.db
      .select()
      .from(clickKeys)
      .where(eq(clickKeys.clickId, made[0]?.id ?? ''));
    expect(keys).toEqual([]);
    expect(await countsOf(experiment)).toEqual(before);
    expect(await plane.db.select().from(clickTallies)).toEqual(tallies);
    const [sale] = await plane.db.select().from(buyerEvents).where(eq(buyerEvents.eventId, 'old-sale'));
    expect(sale).toMatchObject({ effectMicros: 12_500_000, experimentId: experiment.id, clickId: made[0]?.id });
    plane.clock.now = STARTED_AT;
  });

  test('given a workspace that keeps clicks for 60 days, then its own go earlier, and nobody else’s', async () => {
    const [own, others] = [clickOf(await seedExperiment(plane), { at: STARTED_AT - 61 * DAY_MS }), makeClick()];
    const rival = makeClick({ workspaceId: plane.otherWorkspace.id, at: STARTED_AT - 61 * DAY_MS });
    await deliver(own, others, rival);
    const { version } = await plane.client().getWorkspace({});
    await plane.client().changeWorkspace({ body: { clickRetentionDays: 60 }, ifMatch: version });
    await forgetOldClicks(plane.deps);
    expect((await idsOf([own, others, rival])).sort()).toEqual([others.id, rival.id].sort());
  });

  test('S20: given a click comes again after it was deleted, then it is set aside and counts no second time', async () => {
    const experiment = await seedExperiment(plane);
    const late = clickOf(experiment, { at: STARTED_AT - 59 * DAY_MS });
    expect(await deliver(late)).toMatchObject({ stored: 1 });
    const before = await countsOf(experiment);
    plane.clock.now = STARTED_AT + 2 * DAY_MS;
    await forgetOldClicks(plane.deps);
    const fresh = makeClick({ at: plane.clock.now });
    expect(await deliver(fresh, late)).toEqual({
      stored: 1,
      duplicates: 0,
      rejected: [{ index: 1, detail: 'is older than clicks are kept' }],
    });
    expect(await countsOf(experiment)).toEqual(before);
    plane.clock.now = STARTED_AT;
  });

  test.each([29, 3_651, 60.5])('given %d days, then the setting is refused', async (clickRetentionDays) => {
    const { version } = await plane.client().getWorkspace({});
    await expect(
      plane.client().changeWorkspace({ body: { clickRetentionDays }, ifMatch: version }),
    ).rejects.toMatchObject({ code: 'validation_failed' });
  });

  test('given more than one batch, and two processes at once, then all of it goes', async () => {
    const { db, workspace } = plane;
    await db.execute(sql`
      insert into clicks (id, workspace_id, clicked_at, stored_at, edge, reason, utm_content, key_source, subs, is_bot)
      select 'z' || lpad(i::text, 29, '0'), ${workspace.id}, '2020-01-01', now(), 'edge', 'split', 'k', 'inbound', '{}', false
      from generate_series(1, 4500) i`);
    await Promise.all([forgetOldClicks(plane.deps), forgetOldClicks(plane.deps)]);
    await forgetOldClicks(plane.deps); // what one had locked when the other came
    const { rows } = await db.execute<{ count: number }>(
      sql`select count(*)::int as count from clicks where clicked_at < '2021-01-01'`,
    );
    expect(rows[0]?.count).toBe(0);
  });
});

describe('R24: a visitor is erased', () => {
  const KEY = 'k-visitor xqzj/7';

  async function seedVisit() {
    const experiment = await seedExperiment(plane);
    const buyer = await addBuyer(plane);
    const click = clickOf(experiment, { utmContent: KEY, visitorId: 'v-xqzj', subs: ['xqzj', null, null, null, null] });
    await deliver(click);
    const sale = {
      type: 'sale',
      event_id: `sale-${click.id}`,
      utm_content: KEY,
      amount: '9',
      currency: 'USD',
    } as const;
    expect(await report(plane, buyer, sale)).toBe('accepted');
    return { experiment, buyer, click, sale };
  }

  test('given by key, then no table holds it, and counts and money are as they were', async () => {
    const { experiment, click, sale, buyer } = await seedVisit();
    const before = await countsOf(experiment);
    const results = await resultsOf(experiment);
    expect(await everythingWith('xqzj')).toEqual(['clicks', 'buyer_events']); // reports are sealed

    const erased = await plane.client().eraseVisitor({ body: { utmContent: KEY } });
    expect(erased).toEqual({ clicks: 1, events: 1, reports: 1, isComplete: true });
    expect(await everythingWith('xqzj')).toEqual([]);
    const [emptied] = await openReports(plane, eq(buyerReports.buyerId, buyer.id));
    expect(emptied).toMatchObject({ head: null, headers: {}, request: null });
    expect(emptied?.body).toHaveLength(0);
    expect(await countsOf(experiment)).toEqual(before);
    expect(await resultsOf(experiment)).toEqual(results);

    // What comes again changes nothing: neither the click nor the report is stored anew.
    expect(await deliver(click)).toMatchObject({ stored: 0, duplicates: 1 });
    expect(await report(plane, buyer, sale, { webhookId: 'another' })).toBe('duplicate');
    // A later event of the same sale still finds its money.
    const reversal = { type: 'reversal', event_id: `back-${click.id}`, refers_to: sale.event_id } as const;
    expect(await report(plane, buyer, reversal)).toBe('accepted');
    expect((await resultsOf(experiment)).totals.revenueMicros).toBe(0);
  });

  test('given by click id, then the same; and the audit log says that, how much and by whom, never whose', async () => {
    const { click } = await seedVisit();
    expect(await plane.client().eraseVisitor({ body: { clickId: click.id } })).toMatchObject({ clicks: 1, events: 1 });
    const { items } = await plane.client().listAudit({ query: { objectId: plane.workspace.id } });
    const entry = items.find(({ action }) => action === 'visitor.erased');
    expect(entry?.after).toEqual({ by: 'click_id', clicks: 1, events: 1, reports: 1 });
    expect(JSON.stringify(items)).not.toMatch(new RegExp(`xqzj|${click.id}`));
  });

  test('given an event that waits for its click, then it can be erased too, and joins none later', async () => {
    const buyer = await addBuyer(plane);
    const lead = { type: 'lead', event_id: 'orphan-xqzj-lead', utm_content: 'xqzj-orphan' } as const;
    expect(await report(plane, buyer, lead)).toBe('orphan');
    expect(await plane.client().eraseVisitor({ body: { utmContent: 'xqzj-orphan' } })).toMatchObject({ events: 1 });
    const reports = await plane.db.select().from(buyerReports).where(eq(buyerReports.buyerId, buyer.id));
    expect(reports.map(({ body }) => body.length)).toEqual([0]);
  });

  test('given nobody with that key, another workspace’s click, or both ways at once, then nothing is erased', async () => {
    const { click } = await seedVisit();
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    expect(await rival.eraseVisitor({ body: { clickId: click.id } })).toMatchObject({ clicks: 0, events: 0 });
    expect(await rival.eraseVisitor({ body: { utmContent: KEY } })).toMatchObject({ clicks: 0, events: 0 });
    const both = plane.client().eraseVisitor({ body: { clickId: click.id, utmContent: KEY } });
    await expect(both).rejects.toMatchObject({ code: 'validation_failed' });
    const editor = plane.client(plane.workspace.tokens.editor);
    await expect(editor.eraseVisitor({ body: { clickId: click.id } })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await idsOf([click])).toHaveLength(1);
  });
});
