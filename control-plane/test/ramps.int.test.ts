import { type Experiment, MINUTE_MS, type StartRamp } from '@alyson/schema';
import { auditEntries, edges, pageChecks, ramps, releases, workspaces } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { digestOfUrl } from '../src/experiment/page-health.store.ts';
import { keepRamps } from '../src/features/ramps/keep-ramps.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { proposalOf, takeRun } from './support/drive-run.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report } from './support/report-as-buyer.ts';
import { testDeps, useControlPlane } from './support/test-control-plane.ts';

const EDGE = 'http://edge.test';
const plane = useControlPlane({ edgeUrls: [EDGE] });

const at = ({ id }: Experiment) => ({ params: { experimentId: id } });
const read = (experiment: Experiment) => plane.client().getExperiment(at(experiment));
const releasesOf = ({ id }: Experiment) =>
  plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number));
const ofRamp = ({ id, ramp }: Experiment) => ({
  params: { experimentId: id, rampId: ramp?.id ?? expect.fail('no ramp') },
});

const started = (changes = {}) =>
  startedExperiment(plane.client(), {
    agents: draft().agents.map((agent, i) => ({ ...agent, weightBasisPoints: i === 0 ? 9000 : 1000 })),
    ...changes,
  });

function ramp(experiment: Experiment, changes: Partial<z.input<typeof StartRamp>> = {}): Promise<Experiment> {
  const weights = experiment.agents.map(({ id }) => ({ agentId: id, weightBasisPoints: 5000 }));
  return plane.client().startRamp({
    ...at(experiment),
    ifMatch: experiment.version,
    body: {
      weights,
      reason: 'B looks good',
      hold: false,
      stepBasisPoints: 1000,
      intervalMinutes: 30,
      onBreach: 'hold',
      ...changes,
    },
  });
}

/** As if every edge had read the newest release back. */
async function apply(experiment: Experiment): Promise<void> {
  const number = (await releasesOf(experiment)).length;
  const state = { edge: 'FRA', environment: 'local', shards: [], releases: { [experiment.id]: number } };
  const seenAt = new Date(plane.clock.now);
  await plane.db
    .insert(edges)
    .values({ name: EDGE, state, seenAt })
    .onConflictDoUpdate({ target: edges.name, set: { state, seenAt } });
}

async function later(minutes: number): Promise<void> {
  plane.clock.now += minutes * MINUTE_MS;
  await keepRamps(plane.deps);
}

/** One step after the other, as far as it goes. */
async function stepOn(experiment: Experiment): Promise<void> {
  await apply(experiment);
  await later(30);
}

const second = async (experiment: Experiment) => (await read(experiment)).agents[1]?.weightBasisPoints;

describe('a ramp (C9)', () => {
  test('given a split in steps, then each step is a release with its cause, and the last reaches the split', async () => {
    const experiment = await started();
    const ramped = await ramp(experiment);
    expect(ramped).toMatchObject({ release: { number: 2 }, ramp: { state: 'running', stepsTaken: 1, stepsTotal: 4 } });
    expect(ramped.agents.map((agent) => agent.weightBasisPoints)).toEqual([8000, 2000]);
    await apply(experiment);
    await later(29);
    expect(await releasesOf(experiment)).toHaveLength(2);
    await later(1);
    for (let i = 0; i < 4; i += 1) await stepOn(experiment);
    const made = await releasesOf(experiment);
    expect(made.map(({ cause, weights }) => [cause, weights[1]?.weightBasisPoints])).toEqual([
      ['started', 1000],
      ['ramp', 2000],
      ['ramp', 3000],
      ['ramp', 4000],
      ['ramp', 5000],
    ]);
    expect(made[2]).toMatchObject({ actorName: made[1]?.actorName, reason: 'Step 2 of 4: B looks good' });
    expect((await read(experiment)).ramp).toMatchObject({ state: 'finished', nextStepAt: null, stop: null });
    const { items } = await plane.client().listRamps({ ...at(experiment), query: {} });
    expect(items).toMatchObject([{ state: 'finished', stepsTaken: 4 }]);
  });

  test('given two instances at the same moment, then a step is taken once', async () => {
    const experiment = await started();
    await ramp(experiment);
    await apply(experiment);
    plane.clock.now += 30 * MINUTE_MS;
    const other = testDeps(plane.deps.config, plane.db, plane.clock, 'other');
    await Promise.all([plane.deps, other, plane.deps, other].map((deps) => keepRamps(deps)));
    expect(await releasesOf(experiment)).toHaveLength(3);
  });

  test('given a step that an edge does not hold, then the next waits for it, and after ten minutes the ramp stops and says so', async () => {
    const experiment = await started({ mode: 'auto' });
    await ramp(experiment);
    await later(9);
    expect((await read(experiment)).ramp).toMatchObject({ state: 'running', stop: null });
    await later(2);
    expect(await read(experiment)).toMatchObject({
      heldSince: expect.any(String),
      ramp: {
        state: 'stopped',
        stop: 'not_applied',
        isReturned: false,
        stopDetail: expect.stringMatching(/10 minutes/),
      },
    });
    expect(await second(experiment)).toBe(2000);
  });

  test('given the next step is due and the edge is late, then it says what it waits for', async () => {
    const experiment = await started();
    await ramp(experiment, { intervalMinutes: 1 });
    await later(2);
    expect((await read(experiment)).ramp).toMatchObject({ stepsTaken: 1, waitsFor: 'edges' });
    await apply(experiment);
    await later(0);
    expect((await read(experiment)).ramp).toMatchObject({ stepsTaken: 2, waitsFor: null });
  });

  test('given the gaining page fails and a return was chosen, then the very table from before comes back', async () => {
    const experiment = await started();
    await ramp(experiment, { onBreach: 'return' });
    const url = experiment.agents[1]?.landingUrl ?? expect.fail();
    const now = new Date(plane.clock.now);
    const check = {
      workspaceId: plane.workspace.id,
      url,
      urlDigest: digestOfUrl(url),
      stateSince: now,
      nextCheckAt: now,
    };
    await plane.db.insert(pageChecks).values({ ...check, state: 'failing' });
    await later(0);
    await plane.db.delete(pageChecks);
    const made = await releasesOf(experiment);
    expect(made.at(-1)).toMatchObject({
      number: 3,
      cause: 'ramp',
      rollbackOf: 1,
      reason: 'The page of agent B fails.',
    });
    expect(made.at(-1)?.document.table).toEqual(made[0]?.document.table);
    expect((await read(experiment)).ramp).toMatchObject({ stop: 'page_failing', isReturned: true });
  });

  test('given no page anywhere can be reached, then the ramp goes on: this machine may be cut off (C8, C9)', async () => {
    const experiment = await started();
    await ramp(experiment);
    await plane.db.insert(pageChecks).values(
      experiment.agents.map(({ landingUrl }) => ({
        workspaceId: plane.workspace.id,
        url: landingUrl,
        urlDigest: digestOfUrl(landingUrl),
        state: 'failing' as const,
        findings: [{ kind: 'unreachable' as const, detail: 'It has a host name that nobody knows.' }],
        stateSince: new Date(plane.clock.now),
        nextCheckAt: new Date(plane.clock.now),
      })),
    );
    await later(0);
    await plane.db.delete(pageChecks);
    expect((await read(experiment)).ramp).toMatchObject({ state: 'running', stop: null });
  });

  test('given the gaining agent brings clearly fewer leads, then the guard stops it with the figures', async () => {
    const experiment = await started();
    const { release } = await ramp(experiment);
    await apply(experiment);
    const buyer = await addBuyer(plane);
    const clicks = experiment.agents.flatMap(({ id }, i) =>
      Array.from({ length: i === 0 ? 600 : 200 }, () =>
        makeClick({
          workspaceId: plane.workspace.id,
          experimentId: experiment.id,
          agentId: id,
          releaseNumber: release?.number ?? 0,
          at: plane.clock.now + 1_000,
        }),
      ),
    );
    plane.clock.now += 2_000;
    await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
    const ofFirst = clicks.filter(({ agentId }) => agentId === experiment.agents[0]?.id).slice(0, 180);
    for (const [i, { utmContent }] of ofFirst.entries())
      await report(plane, buyer, {
        type: 'lead',
        event_id: `l${i}`,
        lead_id: `l${i}`,
        utm_content: utmContent,
      } as never);
    plane.clock.now += MINUTE_MS;
    await apply(experiment);
    await later(0);
    expect((await read(experiment)).ramp).toMatchObject({
      state: 'stopped',
      stop: 'cvr_worse',
      stopDetail: expect.stringMatching(/Agent B's CVR is clearly below .* 0\.00% against 30\.00%/),
    });
  });

  test('given it is paused, then no step is taken until it goes on, and the rest can be taken at once', async () => {
    const experiment = await started();
    const ramped = await ramp(experiment);
    const paused = await plane.client().pauseRamp(ofRamp(ramped));
    expect(paused.ramp).toMatchObject({ state: 'paused', nextStepAt: null });
    await stepOn(experiment);
    await stepOn(experiment);
    expect(await releasesOf(experiment)).toHaveLength(2);
    await expect(plane.client().pauseRamp(ofRamp(ramped))).rejects.toMatchObject({ code: 'transition_refused' });
    await plane.client().resumeRamp(ofRamp(ramped));
    await stepOn(experiment);
    expect(await second(experiment)).toBe(3000);
    const finished = await plane.client().finishRamp(ofRamp(ramped));
    expect(finished).toMatchObject({ release: { number: 4 }, ramp: { state: 'finished', stepsTaken: 4 } });
    expect(await second(experiment)).toBe(5000);
    const audited = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, experiment.id));
    expect(audited.map(({ action }) => action)).toEqual(
      expect.arrayContaining(
        ['ramp_started', 'ramp_paused', 'ramp_resumed', 'ramp_stepped', 'ramp_finished'].map(
          (what) => `experiment.${what}`,
        ),
      ),
    );
  });

  test.each([
    { split: 'stay' as const, weight: 2000, number: 2 },
    { split: 'return' as const, weight: 1000, number: 3 },
  ])('given it is aborted to $split, then B has $weight and it says why', async ({ split, weight, number }) => {
    const experiment = await started();
    const ramped = await ramp(experiment);
    const aborted = await plane.client().abortRamp({ ...ofRamp(ramped), body: { reason: 'changed our mind', split } });
    expect(aborted).toMatchObject({
      release: { number },
      ramp: { state: 'stopped', stop: 'aborted', stopDetail: 'changed our mind', isReturned: split === 'return' },
    });
    expect(aborted.agents[1]?.weightBasisPoints).toBe(weight);
    await expect(plane.client().finishRamp(ofRamp(ramped))).rejects.toMatchObject({ code: 'transition_refused' });
  });

  describe('given all that had weight before is off by now', () => {
    const rampedAndOff = async (onBreach: 'hold' | 'return') => {
      const experiment = await started({
        agents: draft().agents.map((agent, i) => ({ ...agent, weightBasisPoints: i === 0 ? 10_000 : 0 })),
      });
      const ramped = await ramp(experiment, { onBreach });
      const [first] = experiment.agents;
      return plane.client().turnAgentOff({ params: { experimentId: ramped.id, agentId: first?.id ?? expect.fail() } });
    };

    test('when it is aborted to return, then it is refused: every click would go to the fallback', async () => {
      const ramped = await rampedAndOff('hold');
      const abort = (split: 'return' | 'stay') =>
        plane.client().abortRamp({ ...ofRamp(ramped), body: { reason: 'changed our mind', split } });
      await expect(abort('return')).rejects.toMatchObject({
        code: 'transition_refused',
        message: expect.stringMatching(/no weight/),
      });
      expect(await releasesOf(ramped)).toHaveLength(3);
      expect((await abort('stay')).ramp).toMatchObject({ state: 'stopped', isReturned: false });
    });

    test('when its guard stops it, then the split stays where it is, and is held', async () => {
      const ramped = await rampedAndOff('return');
      await later(11);
      expect((await read(ramped)).ramp).toMatchObject({ state: 'stopped', stop: 'not_applied', isReturned: false });
      const made = await releasesOf(ramped);
      expect(made.at(-1)?.weights[1]?.weightBasisPoints).toBeGreaterThan(0);
    });

    test('when all that is left is taken at once and the gaining agent is off, then that is refused', async () => {
      const experiment = await started();
      const weights = experiment.agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: i * 10_000 }));
      const ramped = await ramp(experiment, { weights });
      const second = ramped.agents[1] ?? expect.fail();
      await plane.client().turnAgentOff({ params: { experimentId: ramped.id, agentId: second.id } });
      await expect(plane.client().finishRamp(ofRamp(ramped))).rejects.toMatchObject({ code: 'transition_refused' });
      expect((await read(ramped)).ramp).toMatchObject({ state: 'running' });
    });
  });

  test('given somebody publishes another split, then the ramp is superseded and takes no step', async () => {
    const experiment = await started();
    const ramped = await ramp(experiment);
    const weights = experiment.agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: i === 0 ? 7000 : 3000 }));
    const body = { weights, reason: 'other', hold: false };
    await plane.client().overrideSplit({ ...at(experiment), ifMatch: ramped.version, body });
    await stepOn(experiment);
    expect(await releasesOf(experiment)).toHaveLength(3);
    expect((await read(experiment)).ramp).toMatchObject({ state: 'superseded' });
  });

  test('given one is under way, then a second is refused, and the optimizer holds', async () => {
    const experiment = await started({ mode: 'auto' });
    const ramped = await ramp(experiment);
    await expect(ramp(ramped)).rejects.toMatchObject({
      code: 'transition_refused',
      message: expect.stringMatching(/under way/),
    });
    await plane.client().startRun(at(experiment));
    const { run, histories } = await takeRun(plane);
    const answer = await plane.client(plane.workspace.tokens.worker).proposeSplit({
      params: { runId: run.id },
      body: { leaseId: run.leaseId, proposal: proposalOf(histories, [7900, 2100]) },
    });
    expect(answer).toMatchObject({ state: 'held', detail: expect.stringMatching(/ramp/) });
  });

  test.each([
    { given: 'steps larger than the change', change: { stepBasisPoints: 9000 }, pointer: '#/stepBasisPoints' },
    { given: 'no interval', change: { intervalMinutes: 0 }, pointer: '#/intervalMinutes' },
    { given: 'a month between steps', change: { intervalMinutes: 60 * 24 * 30 }, pointer: '#/intervalMinutes' },
    { given: 'no reason', change: { reason: ' ' }, pointer: '#/reason' },
  ])('given $given, then it is refused at its field and nothing is published', async ({ change, pointer }) => {
    const experiment = await started();
    await expect(ramp(experiment, change)).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer }],
    });
    expect(await releasesOf(experiment)).toHaveLength(1);
  });

  test('given an old version or a draft, then it is refused', async () => {
    const experiment = await started();
    await expect(ramp({ ...experiment, version: 1 })).rejects.toMatchObject({ code: 'stale_version' });
    const created = await plane.client().createExperiment({ body: draft() });
    await expect(ramp(created)).rejects.toMatchObject({ code: 'transition_refused' });
    expect(await plane.db.select().from(ramps).where(eq(ramps.experimentId, created.id))).toEqual([]);
  });

  test('given a workspace where a second person approves, then a ramp waits for them, and one under way goes on', async () => {
    const underWay = await started();
    await ramp(underWay);
    const setApproval = (needsApproval: boolean) =>
      plane.db.update(workspaces).set({ needsApproval }).where(eq(workspaces.id, plane.workspace.id));
    await setApproval(true);
    try {
      await expect(ramp(await started())).rejects.toMatchObject({ code: 'approval_required' });
      await stepOn(underWay);
      expect(await second(underWay)).toBe(3000);
    } finally {
      await setApproval(false);
    }
  });

  test('given the experiment ends, then the ramp is over', async () => {
    const experiment = await started();
    await ramp(experiment);
    await plane.client().completeExperiment(at(experiment));
    await later(0);
    expect((await read(experiment)).ramp).toMatchObject({ state: 'stopped', stop: 'experiment_ended' });
  });
});
