import { DAY_MS, type Experiment } from '@alyson/schema';
import { auditEntries, runs } from '@alyson/schema/tables';
import { desc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { proposalOf, takeRun } from './support/drive-run.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const worker = () => plane.client(plane.workspace.tokens.worker);
const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
const claim = (waitMs = 0) => worker().claimRun({ body: { worker: 'test', waitMs } });
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
