import type { Experiment } from '@alyson/schema';
import { auditEntries, outbox, releases, schedules } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { problemOf } from './support/problem-of.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
const auditOf = (id: string) =>
  plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id)).orderBy(asc(auditEntries.id));
const releasesOf = (id: string) =>
  plane.db.select().from(releases).where(eq(releases.experimentId, id)).orderBy(asc(releases.number));
const outboxOf = (id: string) =>
  plane.db.select().from(outbox).where(eq(outbox.experimentId, id)).orderBy(asc(outbox.id));

describe('C7: states', () => {
  test('given a draft, when it is started, then release 1 goes out with its table, and gradings are planned', async () => {
    const { id } = await plane
      .client()
      .createExperiment({ body: draft({ gradingSchedule: { expression: 'rate(1 hour)' } }) });
    const started = await plane.client().startExperiment({ params: { experimentId: id } });
    expect(started).toMatchObject({ state: 'running', version: 2, release: { number: 1, status: 'publishing' } });
    expect(started.nextGradingAt).toBe(new Date(plane.clock.now + 3_600_000).toISOString());
    const [release] = await releasesOf(id);
    expect(release).toMatchObject({
      number: 1,
      cause: 'started',
      actorKind: 'token',
      document: { state: 'running', number: 1, table: { ends: [5000, 10_000], owners: [0, 1] }, schemaVersion: 1 },
    });
    expect(await outboxOf(id)).toMatchObject([
      { type: 'release.publish', payload: { releaseNumber: 1 }, deliveredAt: null },
    ]);
    expect((await auditOf(id)).map((entry) => entry.action)).toEqual(['experiment.created', 'experiment.started']);
  });

  test('given a running experiment, when it is paused, resumed and completed, then each makes a release', async () => {
    const running = await startedExperiment(plane.client(), { gradingSchedule: { expression: 'rate(1 hour)' } });
    const paused = await plane.client().pauseExperiment(at(running));
    expect(paused).toMatchObject({ state: 'paused', nextGradingAt: null });
    expect((await plane.client().resumeExperiment(at(running))).nextGradingAt).not.toBeNull();
    expect(await plane.client().completeExperiment(at(running))).toMatchObject({
      state: 'completed',
      nextGradingAt: null,
    });
    const made = await releasesOf(running.id);
    expect(made.map(({ number, cause, document }) => [number, cause, document.state])).toEqual([
      [1, 'started', 'running'],
      [2, 'paused', 'paused'],
      [3, 'resumed', 'running'],
      [4, 'completed', 'ended'],
    ]);
    expect((await plane.db.select().from(schedules).where(eq(schedules.experimentId, running.id)))[0]?.isEnabled).toBe(
      false,
    );
  });

  test('given a step that the state does not allow, then the refusal says why and changes nothing', async () => {
    const created = await plane.client().createExperiment({ body: draft() });
    const refusal = await problemOf(plane.client().pauseExperiment(at(created)));
    expect(refusal).toMatchObject({
      code: 'transition_refused',
      message: 'Only a running experiment can be paused; this one is a draft.',
    });
    const running = await plane.client().startExperiment(at(created));
    expect((await problemOf(plane.client().startExperiment(at(created)))).message).toMatch(/this one is running/);
    expect((await problemOf(plane.client().releaseHold(at(created)))).message).toBe('The split is not held.');
    expect(await plane.client().getExperiment(at(created))).toEqual(running);
    expect(await releasesOf(created.id)).toHaveLength(1);
  });

  test('given a hold, then it keeps its reason, and can be released', async () => {
    const running = await startedExperiment(plane.client());
    const held = await plane.client().holdExperiment({ ...at(running), body: { reason: 'TV campaign' } });
    expect(held).toMatchObject({ heldSince: new Date(plane.clock.now).toISOString(), holdReason: 'TV campaign' });
    expect((await problemOf(plane.client().holdExperiment({ ...at(running), body: { reason: 'again' } }))).code).toBe(
      'transition_refused',
    );
    expect(await plane.client().releaseHold(at(running))).toMatchObject({ heldSince: null, holdReason: null });
    expect((await auditOf(running.id)).map((entry) => entry.action).slice(2)).toEqual([
      'experiment.held',
      'experiment.hold_released',
    ]);
  });

  test('given twenty pauses at once, then one is taken', async () => {
    const running = await startedExperiment(plane.client());
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => plane.client().pauseExperiment(at(running))),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await releasesOf(running.id)).map((release) => release.number)).toEqual([1, 2]);
  });
});
