import { DAY_MS, HOUR_MS } from '@alyson/schema';
import { attentionItems, buyerEvents, buyerReports, deliveries, destinations } from '@alyson/schema/tables';
import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { watchBuyers } from '../src/features/attention/watch-buyers.ts';
import { watchDestinations } from '../src/features/attention/watch-destinations.ts';
import { addBuyer, post, type TestBuyer } from './support/report-as-buyer.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let buyer: TestBuyer;

beforeEach(async () => {
  await plane.db.delete(attentionItems);
  await plane.db.delete(deliveries);
  await plane.db.delete(destinations);
  buyer = await addBuyer(plane);
  plane.clock.now += 40 * DAY_MS;
});

const listed = async (about = buyer.id) =>
  (await plane.client().listAttention({})).items
    .filter(({ subjectId }) => subjectId === about)
    .map(({ kind, evidence }) => ({ kind, evidence }));

/** So many events in each hour of the last days, up to some hours ago. */
async function seedEvents({ hours = 30 * 24, upTo = 0, perHour = 4, amount = 10_000_000 }): Promise<void> {
  const workspaceId = plane.workspace.id;
  const reportId = plane.deps.newId('buyerReport');
  const now = new Date(plane.clock.now).toISOString();
  await plane.db.insert(buyerReports).values({
    id: reportId,
    workspaceId,
    buyerId: buyer.id,
    headers: {},
    body: new Uint8Array(),
    receivedAt: new Date(plane.clock.now),
    outcome: 'accepted',
  });
  const ids = Array.from({ length: (hours - upTo) * perHour }, () => plane.deps.newId('buyerEvent'));
  await plane.db.execute(sql`
    insert into ${buyerEvents} (id, workspace_id, buyer_id, report_id, kind, event_id, amount_micros, currency, occurred_at,
      received_at, click_id)
    select id, ${workspaceId}, ${buyer.id}, ${reportId}, 'sale', id, ${amount}::bigint, 'USD', at, at, 'a'
    from unnest(${sql.param(ids)}::text[]) with ordinality as made(id, i),
      lateral (select ${now}::timestamptz - (i - 0.5 + ${upTo * perHour}::int) * interval '1 hour' / ${perHour}::int as at) t`);
}

describe('what needs attention', () => {
  test('given a buyer that falls silent, then it is raised once by whoever looks, told outside, and gone when it reports', async () => {
    await plane.client().createSubscription({
      body: { name: 'CRM', url: 'https://crm.example/h', topics: ['attention.raised', 'attention.cleared'] },
    });
    await seedEvents({ upTo: 5 });
    await Promise.all([watchBuyers(plane.deps), watchBuyers(plane.deps)]);
    expect(await listed()).toEqual([
      {
        kind: 'buyer_silent',
        evidence: expect.stringMatching(/^Nothing came in the last 5 hours/),
      },
    ]);
    await watchBuyers(plane.deps);
    plane.clock.now += HOUR_MS;
    await seedEvents({ hours: 1 });
    await watchBuyers(plane.deps);
    expect(await listed()).toEqual([]);
    const told = await plane.db.select().from(deliveries);
    expect(told.map(({ topic }) => topic).sort()).toEqual(['attention.cleared', 'attention.raised']);
    expect(JSON.parse(told[0]?.body ?? '')).toMatchObject({ data: { kind: 'buyer_silent', subjectId: buyer.id } });
  });

  test('given reports that are signed by a wrong secret, then it is told', async () => {
    await seedEvents({});
    for (let i = 0; i < 6; i += 1) await post(plane, buyer, '{}', { secret: `whsec_${btoa('no'.repeat(16))}` });
    plane.clock.now += HOUR_MS;
    await watchBuyers(plane.deps);
    expect((await listed()).map(({ kind }) => kind)).toContain('reports_rejected');
  });

  test('given amounts a hundred times larger, then it is told', async () => {
    await seedEvents({ upTo: 10 });
    await seedEvents({ hours: 10, amount: 1_000_000_000 });
    await watchBuyers(plane.deps);
    expect(await listed()).toEqual([{ kind: 'amount_jump', evidence: expect.stringMatching(/100\.0 times higher/) }]);
  });

  test('given a destination that was stopped, or fails for an hour, then it is told until it is well', async () => {
    const { id } = await plane.client().createPostback({
      body: { name: 'Affiliate', eventKinds: ['lead'], url: 'https://t.example/' },
    });
    const set = (changes: Partial<typeof destinations.$inferInsert>) =>
      plane.db.update(destinations).set(changes).where(eq(destinations.id, id));
    await set({ failures: 3, failingSince: new Date(plane.clock.now), lastFault: 'It answered 500.' });
    await watchDestinations(plane.deps);
    expect(await listed(id)).toEqual([]);
    plane.clock.now += HOUR_MS;
    await watchDestinations(plane.deps);
    expect(await listed(id)).toEqual([{ kind: 'postback_failing', evidence: 'It answered 500.' }]);
    await set({ state: 'stopped', stateDetail: 'It answered 410: it wants no more.' });
    await watchDestinations(plane.deps);
    expect((await listed(id)).map(({ kind }) => kind)).toEqual(['postback_stopped']);
    await set({ state: 'on', failures: 0, failingSince: null });
    await watchDestinations(plane.deps);
    expect(await listed(id)).toEqual([]);
  });
});
