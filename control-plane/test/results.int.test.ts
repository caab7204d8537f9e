import { DAY_MS, type Experiment, HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { workspaces } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { startedExperiment } from './support/drafts.ts';
import { proposalOf, takeRun } from './support/drive-run.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report } from './support/report-as-buyer.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let experiment: Experiment;
let other: Experiment;

const at = ({ id }: Experiment) => ({ params: { experimentId: id } });
const iso = (instant: number) => new Date(instant).toISOString();
const results = (query: object = {}, of = experiment) => plane.client().getResults({ ...at(of), query });
const clickOf = (index: number, hoursAgo: number, changes = {}) =>
  makeClick({
    experimentId: experiment.id,
    agentId: experiment.agents[index]?.id ?? null,
    at: STARTED_AT - hoursAgo * HOUR_MS,
    ...changes,
  });

/** Agent A: 3 clicks and a bot within two days, one 10 days ago, one 20 days ago. Agent B: 1 click, a bot's sale. */
beforeAll(async () => {
  experiment = await startedExperiment(plane.client(), { mode: 'auto' });
  other = await startedExperiment(plane.client());
  const clicks = [
    clickOf(0, 1, { utmContent: 'sold' }),
    clickOf(0, 1.5),
    clickOf(0, 30),
    clickOf(0, 2, { isBot: true }),
    clickOf(0, 240, { utmContent: 'earlier' }),
    clickOf(0, 480),
    clickOf(1, 1),
    clickOf(1, 1, { isBot: true, utmContent: 'bot' }),
    makeClick({ experimentId: experiment.id, agentId: null, reason: 'paused' }),
  ];
  await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
  const buyer = await addBuyer(plane);
  plane.clock.now = STARTED_AT + MINUTE_MS;
  await report(plane, buyer, { type: 'lead', event_id: 'l1', lead_id: 'L', utm_content: 'sold' });
  await report(plane, buyer, { type: 'lead', event_id: 'l2', lead_id: 'L', utm_content: 'sold' });
  await report(plane, buyer, { type: 'sale', event_id: 's1', lead_id: 'L', amount: '120', currency: 'USD' });
  await report(plane, buyer, { type: 'adjustment', event_id: 'a1', refers_to: 's1', amount: '-20', currency: 'USD' });
  await report(plane, buyer, { type: 'sale', event_id: 's2', utm_content: 'earlier', amount: '7', currency: 'USD' });
  await report(plane, buyer, { type: 'sale', event_id: 's3', utm_content: 'bot', amount: '999', currency: 'USD' });
  plane.clock.now = STARTED_AT;
});

describe('getResults', () => {
  test('given no range, then the last 14 days, per agent and in all, without bots', async () => {
    const shown = await results();
    expect(shown).toMatchObject({ from: iso(STARTED_AT - 14 * DAY_MS), to: iso(STARTED_AT), gradedAt: null });
    expect(shown.agents.map(({ letter, outcomes }) => ({ letter, ...outcomes }))).toEqual([
      { letter: 'A', clicks: 4, botClicks: 1, leads: 1, sales: 2, revenueMicros: 107_000_000 },
      { letter: 'B', clicks: 1, botClicks: 1, leads: 0, sales: 0, revenueMicros: 0 },
    ]);
    expect(shown.totals).toEqual({ clicks: 5, botClicks: 2, leads: 1, sales: 2, revenueMicros: 107_000_000 });
    expect(shown.agents[0]).toMatchObject({
      cvr: null,
      rpc: null,
      probabilityBest: null,
      grade: null,
      weightBasisPoints: 5000,
    });
    expect(shown).toMatchObject({ clicksAsOf: iso(STARTED_AT), revenueAsOf: iso(STARTED_AT + MINUTE_MS) });
  });

  test('given a range, then only its clicks count, with all that was reported of them', async () => {
    const early = await results({ from: iso(STARTED_AT - 21 * DAY_MS), to: iso(STARTED_AT - 9 * DAY_MS) });
    expect(early.totals).toEqual({ clicks: 2, botClicks: 0, leads: 0, sales: 1, revenueMicros: 7_000_000 });
  });

  test('given up to three days, then a point per hour; given more, then per day on the workspace’s clocks', async () => {
    const [a = '', b = ''] = experiment.agents.map(({ id }) => id as string);
    const hours = await results({ from: iso(STARTED_AT - 2 * DAY_MS) });
    expect(hours.series).toEqual([
      { at: iso(STARTED_AT - 30 * HOUR_MS), agents: [{ agentId: a, clicks: 1, leads: 0, revenueMicros: 0 }] },
      { at: iso(STARTED_AT - 2 * HOUR_MS), agents: [{ agentId: a, clicks: 1, leads: 0, revenueMicros: 0 }] },
      {
        at: iso(STARTED_AT - HOUR_MS),
        agents: expect.arrayContaining([
          { agentId: a, clicks: 1, leads: 1, revenueMicros: 100_000_000 },
          { agentId: b, clicks: 1, leads: 0, revenueMicros: 0 },
        ]),
      },
    ]);
    await plane.db
      .update(workspaces)
      .set({ timezone: 'America/New_York' })
      .where(eq(workspaces.id, plane.workspace.id));
    const days = await results();
    expect(days.series.map((point) => point.at)).toEqual([
      '2026-11-12T05:00:00.000Z',
      '2026-11-21T05:00:00.000Z',
      '2026-11-22T05:00:00.000Z',
    ]);
    expect(days.series.at(-1)?.agents).toContainEqual({ agentId: a, clicks: 2, leads: 1, revenueMicros: 100_000_000 });
  });

  test('given a finished run, then its estimates and grades stand beside the counts', async () => {
    await plane.client().startRun(at(experiment));
    const { run, histories } = await takeRun(plane);
    const proposal = proposalOf(histories, [6000, 4000]);
    const worker = plane.client(plane.workspace.tokens.worker);
    await worker.proposeSplit({ params: { runId: run.id }, body: { leaseId: run.leaseId, proposal } });
    const shown = await results();
    expect(shown.gradedAt).toBe(iso(STARTED_AT));
    expect(shown.agents[0]).toMatchObject({
      probabilityBest: 0.9,
      rpc: proposal.predictions[0]?.rpc,
      grade: { letter: 'A' },
      weightBasisPoints: 6000,
    });
  });

  test('given an experiment without clicks, then nothing, and no date', async () => {
    expect(await results({}, other)).toMatchObject({
      totals: { clicks: 0, revenueMicros: 0 },
      series: [],
      clicksAsOf: null,
      revenueAsOf: null,
    });
  });

  test.each([
    { given: 'an end before the beginning', query: { from: iso(STARTED_AT), to: iso(STARTED_AT - 1) } },
    { given: 'ten years', query: { from: iso(STARTED_AT - 3650 * DAY_MS) } },
  ])('given $given, then it is refused at its field', async ({ query }) => {
    await expect(results(query)).rejects.toMatchObject({ code: 'validation_failed', errors: [{ pointer: '#/from' }] });
  });

  test('given another workspace, then 404 (G7)', async () => {
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    await expect(rival.getResults({ ...at(experiment), query: {} })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('given the list of experiments, then it counts as the results do', async () => {
    const { items } = await plane.client().listExperiments({ query: {} });
    expect(items.find(({ id }) => id === experiment.id)?.outcomes).toEqual((await results()).totals);
  });
});
