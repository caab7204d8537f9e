import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApiClient, DAY_MS, type Experiment, HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { auditEntries, outbox, releases, runs } from '@alyson/schema/tables';
import { createAdaptorServer } from '@hono/node-server';
import { and, desc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { proposalOf, takeRun } from './support/drive-run.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report } from './support/report-as-buyer.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const worker = () => plane.client(plane.workspace.tokens.worker);
const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
const claim = (waitMs = 0) => worker().claimRun({ body: { worker: 'test', waitMs } });
const storedRun = async (id: string) => (await plane.db.select().from(runs).where(eq(runs.id, id)))[0];
const started = () =>
  startedExperiment(plane.client(), { mode: 'auto', gradingSchedule: { expression: 'rate(1 hour)' } });

const fire = (experimentId: string, scheduledTime: number, deps = plane.deps) =>
  handleFire(deps, { experimentId, kind: 'grading', scheduledTime, scheduleArn: 'test' });

async function startRun(experiment: Experiment) {
  const run = await plane.client().startRun(at(experiment));
  return { id: run.id, params: { runId: run.id } };
}

beforeEach(async () => {
  plane.clock.now = STARTED_AT;
  await plane.db.delete(runs);
});

describe('startRun', () => {
  test('given a running experiment, then a run waits, with an audit entry', async () => {
    const experiment = await started();
    const run = await plane.client(plane.workspace.tokens.editor).startRun(at(experiment));
    expect(run).toMatchObject({ state: 'queued', trigger: 'manual', attempts: 0, startedAt: null, proposal: null });
    const [audit] = await plane.db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, 'run.started'))
      .orderBy(desc(auditEntries.id))
      .limit(1);
    expect(audit).toMatchObject({ objectId: experiment.id, after: { runId: run.id } });
  });

  test('given a run that waits or is under way, then another is refused, however many ask at once', async () => {
    const experiment = await started();
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => startRun(experiment)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await claim();
    await expect(startRun(experiment)).rejects.toMatchObject({ code: 'already_grading' });
  });

  test('given a draft, then it is refused in words (C7)', async () => {
    const experiment = await plane.client().createExperiment({ body: draft() });
    await expect(startRun(experiment)).rejects.toMatchObject({
      code: 'transition_refused',
      message: expect.stringContaining('not started'),
    });
  });

  test('given a viewer or another workspace, then it is refused (C4, G7)', async () => {
    const experiment = await started();
    await expect(plane.client(plane.workspace.tokens.viewer).startRun(at(experiment))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(plane.client(plane.otherWorkspace.tokens.admin).startRun(at(experiment))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('X-Request-Id', () => {
  test('given a person’s request that asks for a run, then its id goes to the worker with the run, and back into the audit log', async () => {
    const started = await startedExperiment(plane.client(), { mode: 'auto' });
    const answer = await plane.request(`/v1/experiments/${started.id}/runs`, {
      method: 'POST',
      token: plane.workspace.tokens.editor,
      headers: { 'x-request-id': 'from-the-panel.7' },
    });
    expect(answer.headers.get('x-request-id')).toBe('from-the-panel.7');
    const { run, histories } = await takeRun(plane);
    expect(run.requestId).toBe('from-the-panel.7');
    const [row] = await plane.db.select().from(runs).where(eq(runs.id, run.id));
    expect(row?.requestId).toBe('from-the-panel.7');
    await plane.request(`/v1/runs/${run.id}/proposal`, {
      method: 'POST',
      token: plane.workspace.tokens.worker,
      headers: { 'content-type': 'application/json', 'x-request-id': run.requestId },
      body: JSON.stringify({ leaseId: run.leaseId, proposal: proposalOf(histories, [6000, 4000]) }),
    });
    const { items } = await plane.client().listAudit({ query: { objectId: started.id } });
    const asked = items.filter(({ requestId }) => requestId === 'from-the-panel.7').map(({ action }) => action);
    expect(asked).toContain('run.started');
    expect(asked.length).toBeGreaterThan(1);
  });
});

describe('claimRun', () => {
  test('given a run, then one worker of many gets it, for a minute', async () => {
    const run = await startRun(await started());
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim()));
    const won = claims.flatMap((each) => (each.run ? [each.run] : []));
    expect(won).toMatchObject([{ id: run.id, leasedUntil: new Date(STARTED_AT + MINUTE_MS).toISOString() }]);
    expect(await storedRun(run.id)).toMatchObject({ state: 'running', attempts: 1, startedAt: new Date(STARTED_AT) });
  });

  test('given a run that another worker is about to take, then the next one is handed out, without waiting', async () => {
    const [first, second] = [await startRun(await started()), await startRun(await started())];
    await plane.db.transaction(async (tx) => {
      await tx.select().from(runs).where(eq(runs.id, first.id)).for('update');
      expect(await claim()).toMatchObject({ run: { id: second.id } });
    });
  });

  test('given no run, then it waits, and gets the one that comes at once', async () => {
    const experiment = await started();
    const waiting = claim(10_000);
    const run = await startRun(experiment);
    const queuedAt = performance.now();
    expect(await waiting).toMatchObject({ run: { id: run.id } });
    expect(performance.now() - queuedAt).toBeLessThan(250);
  });

  test('given a run that another process queued, then it is found while waiting', async () => {
    const experiment = await started();
    const waiting = claim(10_000);
    const otherProcess = { ...plane.deps, changes: { ...plane.deps.changes, publish: () => undefined } };
    await fire(experiment.id, STARTED_AT, otherProcess);
    expect(await waiting).toMatchObject({ run: { experimentId: experiment.id } });
  });

  test('given nothing within the time, then null', async () => {
    expect(await claim(50)).toEqual({ run: null });
  });

  test('given a worker that hung up while waiting, then the run goes to one that is there', async () => {
    const server = createAdaptorServer({ fetch: plane.app.fetch }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = { authorization: `Bearer ${plane.workspace.tokens.worker}` };
    const remote = createApiClient({ baseUrl: `http://127.0.0.1:${port}`, fetch, headers });
    const listeners = vi.spyOn(plane.deps.changes, 'subscribe');
    const hangUp = new AbortController();
    const gone = remote.claimRun({ body: { worker: 'gone', waitMs: 20_000 }, signal: hangUp.signal });
    await vi.waitFor(() => expect(listeners).toHaveBeenCalled());
    hangUp.abort();
    await expect(gone).rejects.toThrow('abort');
    await new Promise((closed) => server.close(closed));
    listeners.mockRestore();
    const run = await startRun(await started());
    expect(await claim()).toMatchObject({ run: { id: run.id } });
    expect(await storedRun(run.id)).toMatchObject({ attempts: 1 });
  });

  test('given a worker that died, then the run goes to the next after its lease, and the old lease is lost', async () => {
    const { params } = await startRun(await started());
    const { run: first, histories } = await takeRun(plane);
    plane.clock.now += MINUTE_MS - 1;
    expect(await claim()).toEqual({ run: null });
    plane.clock.now += 1;
    const { run: second } = await claim();
    expect(second).toMatchObject({ id: first.id });
    expect(second?.leaseId).not.toBe(first.leaseId);
    const proposal = proposalOf(histories, [6000, 4000]);
    await expect(worker().proposeSplit({ params, body: { leaseId: first.leaseId, proposal } })).rejects.toMatchObject({
      code: 'lease_lost',
    });
    await expect(
      worker().failRun({ params, body: { leaseId: first.leaseId, detail: 'x', retryable: true } }),
    ).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await worker().proposeSplit({ params, body: { leaseId: second?.leaseId ?? '', proposal } })).toMatchObject({
      state: 'published',
    });
  });

  test('given five workers that died, then the run has failed, and says so', async () => {
    const { id } = await startRun(await started());
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await claim()).toMatchObject({ run: { id } });
      plane.clock.now += MINUTE_MS;
    }
    expect(await claim()).toEqual({ run: null });
    expect(await storedRun(id)).toMatchObject({
      state: 'failed',
      attempts: 5,
      detail: expect.stringContaining('5 workers'),
    });
  });

  test('given anybody but a worker, then it is forbidden (C4)', async () => {
    for (const token of [plane.workspace.tokens.admin, plane.workspace.tokens.edge])
      await expect(plane.client(token).claimRun({ body: { worker: 'x' } })).rejects.toMatchObject({
        code: 'forbidden',
      });
  });
});

describe('getHistories', () => {
  test('given clicks and outcomes, then slots by hour of click, net effects, ages, and no bot (W4)', async () => {
    const experiment = await started();
    const [a, b] = experiment.agents.map(({ id }) => id as string);
    const click = (agentId: string | undefined, hoursAgo: number, changes = {}) =>
      makeClick({
        experimentId: experiment.id,
        agentId: agentId ?? null,
        at: STARTED_AT - hoursAgo * HOUR_MS,
        ...changes,
      });
    const sold = click(a, 5, { utmContent: 'sold' });
    const bot = click(a, 5, { utmContent: 'bot', isBot: true });
    await plane
      .client(plane.workspace.tokens.edge)
      .deliverClicks({ body: { clicks: [sold, bot, click(a, 5.5), click(a, 2), click(b, 5), click(b, 200 * 24)] } });
    const buyer = await addBuyer(plane);
    const tell = (event: Parameters<typeof report>[2]) => report(plane, buyer, event);
    const iso = (hoursAgo: number) => new Date(STARTED_AT - hoursAgo * HOUR_MS).toISOString();
    await tell({ type: 'lead', event_id: 'l1', lead_id: 'L', utm_content: 'sold', occurred_at: iso(4) });
    await tell({ type: 'lead', event_id: 'l2', lead_id: 'L', utm_content: 'sold', occurred_at: iso(3) });
    await tell({ type: 'sale', event_id: 's1', lead_id: 'L', amount: '100', currency: 'USD', occurred_at: iso(2) });
    await tell({
      type: 'adjustment',
      event_id: 'a1',
      refers_to: 's1',
      amount: '-10.5',
      currency: 'USD',
      occurred_at: iso(1),
    });
    await tell({ type: 'sale', event_id: 's2', utm_content: 'bot', amount: '77', currency: 'USD' });
    await tell({
      type: 'sale',
      event_id: 's3',
      utm_content: 'sold',
      amount: '5',
      currency: 'EUR',
      occurred_at: iso(5),
    });

    const { id } = await startRun(experiment);
    const { histories } = await takeRun(plane);
    expect(histories).toMatchObject({
      experimentId: experiment.id,
      asOf: STARTED_AT,
      mode: 'auto',
      isRunning: true,
      isHeld: false,
      experimentVersion: experiment.version,
      releaseNumber: 1,
      lastBuyerEventAtMs: STARTED_AT,
    });
    const slotOf = (hoursAgo: number) => Math.floor((STARTED_AT - hoursAgo * HOUR_MS) / HOUR_MS) * HOUR_MS;
    const nothing = { leads: 0, sales: 0, revenueMicros: 0 };
    expect(histories.agents[0]?.slots).toEqual([
      { slotStartMs: slotOf(5.5), clicks: 1, ...nothing },
      { slotStartMs: slotOf(5), clicks: 1, leads: 1, sales: 2, revenueMicros: 89_500_000 },
      { slotStartMs: slotOf(2), clicks: 1, ...nothing },
    ]);
    expect(histories.agents[1]?.slots).toEqual([{ slotStartMs: slotOf(5), clicks: 1, ...nothing }]);
    expect(histories.agents[0]?.outcomes).toEqual([
      { kind: 'sale', clickedAtMs: sold.at, ageMs: 0, amountMicros: 0 },
      { kind: 'lead', clickedAtMs: sold.at, ageMs: HOUR_MS, amountMicros: 0 },
      { kind: 'sale', clickedAtMs: sold.at, ageMs: 3 * HOUR_MS, amountMicros: 100_000_000 },
      { kind: 'adjustment', clickedAtMs: sold.at, ageMs: 4 * HOUR_MS, amountMicros: -10_500_000 },
    ]);

    await tell({ type: 'sale', event_id: 's4', utm_content: 'sold', amount: '1', currency: 'USD' });
    await plane.client().pauseExperiment(at(experiment));
    expect(await worker().getHistories({ params: { runId: id } })).toEqual(histories);
  });

  test('given a run nobody has claimed, or none, then 404', async () => {
    const { params } = await startRun(await started());
    await expect(worker().getHistories({ params })).rejects.toMatchObject({ code: 'not_found' });
    await expect(plane.client().getHistories({ params })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('proposeSplit', () => {
  async function graded(to: number[] = [6000, 4000]) {
    const experiment = await started();
    await startRun(experiment);
    const { run, histories } = await takeRun(plane);
    const hand = (proposal = proposalOf(histories, to)) =>
      worker().proposeSplit({ params: { runId: run.id }, body: { leaseId: run.leaseId, proposal } });
    return { experiment, run, histories, hand };
  }
  const releasesOf = (id: string) =>
    plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(desc(releases.number));

  test('given a good proposal, then weights, release, run, audit and outbox go out as one (W2)', async () => {
    const { experiment, run, hand } = await graded();
    expect(await hand()).toMatchObject({
      state: 'published',
      releaseNumber: 2,
      detail: null,
      finishedAt: new Date(STARTED_AT).toISOString(),
      oldSplit: [{ weightBasisPoints: 5000 }, { weightBasisPoints: 5000 }],
      newSplit: [{ weightBasisPoints: 6000 }, { weightBasisPoints: 4000 }],
    });
    const now = await plane.client().getExperiment(at(experiment));
    expect(now.agents.map((agent) => agent.weightBasisPoints)).toEqual([6000, 4000]);
    expect(now.version).toBe(experiment.version + 1);
    expect((await releasesOf(experiment.id))[0]).toMatchObject({
      number: 2,
      cause: 'optimizer',
      runId: run.id,
      actorKind: 'optimizer',
    });
    const waiting = and(eq(outbox.experimentId, experiment.id), eq(outbox.type, 'release.publish'));
    expect(await plane.db.select().from(outbox).where(waiting)).toHaveLength(2);
    const audit = await plane.db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.objectId, experiment.id), eq(auditEntries.actorKind, 'optimizer')));
    expect(audit).toMatchObject([{ action: 'experiment.split_optimized', after: { releaseNumber: 2, runId: run.id } }]);
  });

  test('given the same proposal again, since its answer was lost, then the same answer and one release (S7c)', async () => {
    const { experiment, hand } = await graded();
    const answers = await Promise.all([hand(), hand(), hand()]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await releasesOf(experiment.id)).toHaveLength(2);
  });

  test('given no change of weights, then no release', async () => {
    const { experiment, hand } = await graded([5000, 5000]);
    expect(await hand()).toMatchObject({ state: 'no_change', releaseNumber: null });
    expect(await releasesOf(experiment.id)).toHaveLength(1);
  });

  test.each([
    {
      given: 'a hold of a person',
      change: (e: Experiment) => plane.client().holdExperiment({ ...at(e), body: { reason: 'sale' } }),
      detail: /held by a person/,
    },
    { given: 'a pause', change: (e: Experiment) => plane.client().pauseExperiment(at(e)), detail: /not running/ },
    {
      given: 'fixed mode',
      change: (e: Experiment) =>
        plane.client().changeExperiment({ ...at(e), ifMatch: e.version, body: { mode: 'fixed' } }),
      detail: /fixed/,
    },
    {
      given: 'another name',
      change: (e: Experiment) =>
        plane.client().changeExperiment({ ...at(e), ifMatch: e.version, body: { name: 'Other' } }),
      detail: /changed while/,
    },
  ])('given $given while it was graded, then held, and nothing is published (W6)', async ({ change, detail }) => {
    const { experiment, hand } = await graded();
    await change(experiment);
    const before = await releasesOf(experiment.id);
    const held = await hand();
    expect(held).toMatchObject({ state: 'held', releaseNumber: null, detail: expect.stringMatching(detail) });
    expect(held.proposal?.predictions).toHaveLength(2);
    expect(await releasesOf(experiment.id)).toHaveLength(before.length);
  });

  test('given the worker’s own hold, then held in its words', async () => {
    const { hand, histories } = await graded();
    const hold = { code: 'too_few_clicks' as const, detail: 'Every agent needs 500 clicks.' };
    expect(await hand(proposalOf(histories, [5000, 5000], { hold }))).toMatchObject({
      state: 'held',
      detail: hold.detail,
    });
  });

  test.each([
    { given: 'a sum above 10 000', to: [6000, 5000], pointer: '#/proposal/changes' },
    { given: 'a step beyond the limit', to: [9000, 1000], pointer: '#/proposal/changes/0' },
    { given: 'one agent alone', to: [10_000, 0], pointer: '#/proposal/changes/1' },
  ])('given $given, then it is refused with pointers and the run stays the worker’s', async ({ to, pointer }) => {
    const { experiment, run, hand, histories } = await graded(to);
    await expect(hand()).rejects.toMatchObject({
      code: 'validation_failed',
      errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
    });
    expect(await storedRun(run.id)).toMatchObject({ state: 'running', proposal: null });
    expect(await releasesOf(experiment.id)).toHaveLength(1);
    expect(await hand(proposalOf(histories, [5100, 4900]))).toMatchObject({ state: 'published' });
  });

  test('given a run older than the last one that published, then held', async () => {
    const experiment = await started();
    await fire(experiment.id, STARTED_AT - HOUR_MS);
    const old = await takeRun(plane);
    await fire(experiment.id, STARTED_AT);
    const young = await takeRun(plane);
    const hand = ({ run, histories }: typeof old, experimentVersion: number) =>
      worker().proposeSplit({
        params: { runId: run.id },
        body: { leaseId: run.leaseId, proposal: { ...proposalOf(histories, [5500, 4500]), experimentVersion } },
      });
    expect(await hand(young, experiment.version)).toMatchObject({ state: 'published' });
    expect(await hand(old, experiment.version + 1)).toMatchObject({
      state: 'held',
      detail: expect.stringContaining('later'),
    });
  });

  test('given a person’s override at the same moment, then one of them wins and nothing is lost between', async () => {
    const { experiment, hand } = await graded();
    const weights = experiment.agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: [3000, 7000][i] ?? 0 }));
    const override = plane.client().overrideSplit({
      ...at(experiment),
      ifMatch: experiment.version,
      body: { weights, reason: 'test', hold: false },
    });
    const [byHand, byRun] = await Promise.allSettled([override, hand()]);
    const all = await releasesOf(experiment.id);
    expect(all.map(({ number }) => number)).toEqual([2, 1]);
    const isRunFirst = byRun.status === 'fulfilled' && byRun.value.state === 'published';
    expect(byHand.status).toBe(isRunFirst ? 'rejected' : 'fulfilled');
    expect(all[0]?.cause).toBe(isRunFirst ? 'optimizer' : 'override');
  });
});

describe('failRun', () => {
  test('given a failure that may pass, then it is tried again after a pause; a final one ends it', async () => {
    const { id, params } = await startRun(await started());
    const first = await claim();
    const fail = (leaseId: string | undefined, retryable: boolean) =>
      worker().failRun({ params, body: { leaseId: leaseId ?? '', detail: 'The model did not answer.', retryable } });
    expect(await fail(first.run?.leaseId, true)).toMatchObject({
      state: 'queued',
      attempts: 1,
      detail: 'The model did not answer.',
    });
    expect(await claim()).toEqual({ run: null });
    plane.clock.now += 2000;
    const second = await claim();
    expect(second).toMatchObject({ run: { id } });
    await expect(fail(first.run?.leaseId, true)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await fail(second.run?.leaseId, false)).toMatchObject({
      state: 'failed',
      attempts: 2,
      finishedAt: expect.any(String),
    });
    expect(await fail(second.run?.leaseId, false)).toMatchObject({ state: 'failed' });
  });
});

describe('listRuns and getRun', () => {
  test('given runs, then they are listed newest first by page, and shown whole (C5)', async () => {
    const experiment = await started();
    const days = [1, 2, 3, 4, 5].map((i) => STARTED_AT - (5 - i) * DAY_MS);
    for (const day of days) await fire(experiment.id, day);
    const first = await plane.client().listRuns({ ...at(experiment), query: { limit: 3 } });
    const rest = await plane
      .client()
      .listRuns({ ...at(experiment), query: { limit: 3, cursor: first.nextCursor ?? '' } });
    const all = [...first.items, ...rest.items];
    expect(all.map(({ scheduledFor }) => scheduledFor)).toEqual(
      days.toReversed().map((day) => new Date(day).toISOString()),
    );
    expect(
      await plane.client(plane.workspace.tokens.viewer).getRun({ params: { runId: all[0]?.id as never } }),
    ).toEqual(all[0]);
  });

  test('given another workspace, then nothing is there (G7)', async () => {
    const experiment = await started();
    const { params } = await startRun(experiment);
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    await expect(rival.getRun({ params })).rejects.toMatchObject({ code: 'not_found' });
    await expect(rival.listRuns({ ...at(experiment), query: {} })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('given every step of a run, then the panel is told (C10)', async () => {
    const experiment = await started();
    const topics: string[] = [];
    const stop = plane.deps.changes.subscribe(({ event }) => topics.push(event.topic));
    await startRun(experiment);
    const { run, histories } = await takeRun(plane);
    await worker().proposeSplit({
      params: { runId: run.id },
      body: { leaseId: run.leaseId, proposal: proposalOf(histories, [5500, 4500]) },
    });
    stop();
    expect(topics.sort()).toEqual(['release', 'run', 'run', 'run']);
  });
});
