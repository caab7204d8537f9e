import { type Experiment, HOUR_MS } from '@alyson/schema';
import { auditEntries, outbox, releases, runs } from '@alyson/schema/tables';
import { and, desc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { startedExperiment } from './support/drafts.ts';
import { proposalOf, takeRun } from './support/drive-run.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const worker = () => plane.client(plane.workspace.tokens.worker);
const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
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
