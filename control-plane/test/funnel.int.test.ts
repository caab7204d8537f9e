import { DAY_MS, type Funnel, type FunnelCounts, HOUR_MS, PAGE_STEPS, toTimestamp } from '@alyson/schema';
import { funnelHours } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSegment } from '../src/features/segment/start-reading-segment.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report, type TestBuyer } from './support/report-as-buyer.ts';
import { type SeededExperiment, seedExperiment } from './support/seed-experiment.ts';
import { addSource, pageView, quizEvent, send, type TestSource } from './support/send-as-segment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let source: TestSource;
let buyer: TestBuyer;

beforeAll(async () => {
  source = await addSource(plane);
  buyer = await addBuyer(plane);
});

/** What comes in this moment is in it. */
const LAST_DAYS = { from: toTimestamp(STARTED_AT - 10 * DAY_MS), to: toTimestamp(STARTED_AT + HOUR_MS) };

type Query = NonNullable<Parameters<ReturnType<typeof plane.client>['getFunnel']>[0]['query']>;

const funnelOf = ({ id: experimentId }: SeededExperiment, query: Query = {}): Promise<Funnel> =>
  plane.client().getFunnel({ params: { experimentId }, query: { ...LAST_DAYS, ...query } });

const deliver = async (clicks: ReturnType<typeof makeClick>[]) => {
  if (clicks.length > 0) await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
};

const sendAll = (events: readonly unknown[]) => send(plane, source, events, { header: 'x-segment-signature' });

const EVENTS = {
  viewed: (key: string, changes: object) => pageView(key, { ...changes }),
  quiz_started: (key: string, changes: object) => quizEvent('Quiz Started', key, { ...changes }),
  quiz_submitted: (key: string, changes: object) => quizEvent('Quiz Submitted', key, { ...changes }),
};

/** A visit as it will be told, and how much of it comes how. */
const visit = fc.record({
  agent: fc.nat(1),
  affiliate: fc.constantFrom('12', '34', null),
  source: fc.constantFrom('mail', '', null),
  hoursAgo: fc.integer({ min: 1, max: 72 }),
  isBot: fc.boolean(),
  steps: fc.subarray([...PAGE_STEPS]),
  repeats: fc.integer({ min: 1, max: 3 }),
  /** Whether the page reports before the click is stored. */
  isLate: fc.boolean(),
  isLead: fc.boolean(),
  isSale: fc.boolean(),
});
type Visit = typeof visit extends fc.Arbitrary<infer V> ? V : never;

const NOTHING: FunnelCounts = { clicks: 0, viewed: 0, quizStarted: 0, quizSubmitted: 0, leads: 0, sales: 0 };

/** What the funnel should say of visits: counted one by one, by nothing but their own facts. */
function recount(visits: readonly Visit[], keyOf: (visit: Visit) => string): Map<string, FunnelCounts> {
  const counts = new Map<string, FunnelCounts>();
  for (const one of visits) {
    if (one.isBot) continue;
    const count = counts.get(keyOf(one)) ?? { ...NOTHING };
    count.clicks += 1;
    count.viewed += one.steps.includes('viewed') ? 1 : 0;
    count.quizStarted += one.steps.includes('quiz_started') ? 1 : 0;
    count.quizSubmitted += one.steps.includes('quiz_submitted') ? 1 : 0;
    count.leads += one.isLead ? 1 : 0;
    count.sales += one.isSale ? 1 : 0;
    counts.set(keyOf(one), count);
  }
  return counts;
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const clickedAt = ({ hoursAgo }: Visit) => STARTED_AT - hoursAgo * HOUR_MS;

describe('the funnel, whatever comes in whatever order (C17, C18)', () => {
  test('given visits, repeats, late clicks and reports at once, then it says what a recount says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(visit, { minLength: 1, maxLength: 25 }), async (visits) => {
        const experiment = await seedExperiment(plane);
        await play(experiment, visits);

        const agentOf = ({ agent }: Visit) => experiment.agentIds[agent] ?? '';
        for (const [by, keyOf] of [
          ['agent', agentOf],
          ['affiliate', ({ affiliate }: Visit) => affiliate ?? ''],
          ['source', ({ source }: Visit) => source ?? ''],
          ['day', (one: Visit) => dayOf(clickedAt(one))],
        ] as const) {
          const { items, total } = await funnelOf(experiment, { by });
          expect(new Map(items.map(({ key, counts }) => [key, counts]))).toEqual(recount(visits, keyOf));
          expect(total.counts).toEqual(recount(visits, () => 'all').get('all') ?? NOTHING);
        }
        const byReport = await funnelOf(experiment, { by: 'day', dates: 'report' });
        const clicksByDay = recount(visits, (one) => dayOf(clickedAt(one)));
        const all = recount(visits, () => 'all').get('all') ?? NOTHING;
        for (const { key, counts } of byReport.items) {
          // Everything but the clicks came today.
          const clicks = clicksByDay.get(key)?.clicks ?? 0;
          expect([key, counts]).toEqual([key, { ...(key === dayOf(STARTED_AT) ? all : NOTHING), clicks }]);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  async function play(experiment: SeededExperiment, visits: readonly Visit[]) {
    const told = visits.map((one) => {
      const click = makeClick({
        workspaceId: plane.workspace.id,
        experimentId: experiment.id,
        agentId: experiment.agentIds[one.agent] ?? null,
        affiliateId: one.affiliate,
        source: one.source,
        isBot: one.isBot,
        at: clickedAt(one),
      });
      const tell = () => one.steps.map((step) => EVENTS[step](click.utmContent, {}));
      return { one, click, events: Array.from({ length: one.repeats }, tell).flat() };
    });
    await deliver(told.filter(({ one }) => !one.isLate).map(({ click }) => click));
    const events = told.flatMap((each) => each.events);
    const half = Math.ceil(events.length / 2);
    await Promise.all([
      sendAll(events.slice(0, half)),
      sendAll(events.slice(half)),
      readSegment(plane.deps),
      deliver(told.filter(({ one }) => one.isLate).map(({ click }) => click)),
      readSegment(plane.deps),
    ]);
    await Promise.all([sendAll(events), readSegment(plane.deps), deliver(told.map(({ click }) => click))]);
    await readSegment(plane.deps);
    for (const { one, click } of told) {
      const event_id = click.id;
      if (one.isLead) await report(plane, buyer, { type: 'lead', event_id, utm_content: click.utmContent });
      const amount = { amount: '10', currency: 'USD' };
      if (one.isSale) await report(plane, buyer, { type: 'sale', event_id, utm_content: click.utmContent, ...amount });
    }
  }
});

describe('the funnel by what there may be too many of', () => {
  test('given a source of its own for each click, then an hour keeps fifty and one for the rest, and nothing is lost', async () => {
    const experiment = await seedExperiment(plane);
    const agentId = experiment.agentIds[0] ?? null;
    const clicks = Array.from({ length: 120 }, (_, i) =>
      makeClick({
        workspaceId: plane.workspace.id,
        experimentId: experiment.id,
        agentId,
        source: i % 4 === 0 ? 'often' : `once ${i} ${'x'.repeat(250)}`,
      }),
    );
    await deliver(clicks.slice(0, 90));
    await deliver(clicks.slice(90));
    await sendAll(clicks.map(({ utmContent }) => pageView(utmContent)));
    await readSegment(plane.deps);

    const rows = await plane.db.select().from(funnelHours).where(eq(funnelHours.experimentId, experiment.id));
    expect(rows.filter(({ dimension, clicks: count }) => dimension === 'source' && count > 0)).toHaveLength(51);
    const { items, total } = await funnelOf(experiment, { by: 'source' });
    expect(total.counts).toMatchObject({ clicks: 120, viewed: 120 });
    expect(items.find(({ key }) => key === 'often')?.counts).toMatchObject({ clicks: 30, viewed: 30 });
    expect(items.at(-1)).toMatchObject({ isRest: true, key: '' });
    for (const { counts } of items) expect(counts.viewed).toBe(counts.clicks);
  });
});

describe('what is still to come', () => {
  test('given leads that come a day late, then of young clicks few are here, and of old ones all', async () => {
    const experiment = await seedExperiment(plane);
    const ages = Array.from({ length: 40 }, (_, i) => 30 + 5 * i);
    const clicks = [...ages, ...Array.from({ length: 40 }, () => 2)].map((hours) =>
      makeClick({
        workspaceId: plane.workspace.id,
        experimentId: experiment.id,
        agentId: experiment.agentIds[0] ?? null,
        at: STARTED_AT - hours * HOUR_MS,
      }),
    );
    await deliver(clicks);
    for (const [index, hours] of ages.entries()) {
      plane.clock.now = STARTED_AT - (hours - 25) * HOUR_MS;
      const { id, utmContent = '' } = clicks[index] ?? {};
      await report(plane, buyer, { type: 'lead', event_id: `late ${id}`, utm_content: utmContent });
    }
    plane.clock.now = STARTED_AT;
    const { items } = await funnelOf(experiment, { by: 'day' });
    expect(items.at(0)?.arrived).toEqual({ leads: 1, sales: null });
    expect(items.at(-1)?.arrived.leads).toBe(0);
    const byReport = await funnelOf(experiment, { by: 'day', dates: 'report' });
    expect(byReport.total.arrived).toEqual({ leads: null, sales: null });
  });

  test('given no steps, then they are not tracked, which is not a 0', async () => {
    const experiment = await seedExperiment(plane);
    await deliver([
      makeClick({
        workspaceId: plane.workspace.id,
        experimentId: experiment.id,
        agentId: experiment.agentIds[0] ?? null,
      }),
    ]);
    expect((await funnelOf(experiment)).tracked).toEqual(['clicks', 'leads', 'sales']);
  });

  test('given a file, then it has the same rows under the panel’s names', async () => {
    const experiment = await seedExperiment(plane);
    await deliver([
      makeClick({
        workspaceId: plane.workspace.id,
        experimentId: experiment.id,
        agentId: experiment.agentIds[0] ?? null,
      }),
    ]);
    const file = await plane.request(`/v1/experiments/${experiment.id}/funnel.csv?by=affiliate`, {
      token: plane.workspace.tokens.viewer,
    });
    const [head, row] = (await file.text()).split('\n');
    expect(head).toContain('Group,Clicks,Viewed,Quiz started,Quiz submitted,Leads,Sales,');
    expect(row).toBe('12,1,0,0,0,0,0,,');
  });
});
