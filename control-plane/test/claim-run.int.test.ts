import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApiClient, type Experiment, HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { runs } from '@alyson/schema/tables';
import { createAdaptorServer } from '@hono/node-server';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { startedExperiment } from './support/drafts.ts';
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
