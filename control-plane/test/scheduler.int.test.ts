import { HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { runs, schedules } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackgroundTask } from '../src/background.ts';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { createEmbeddedScheduler } from '../src/io/scheduler.embedded.ts';
import type { Fire } from '../src/io/scheduler.ts';
import { seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const tasks: BackgroundTask[] = [];
let experimentId: string;

const runsOf = async () =>
  (await plane.db.select().from(runs).where(eq(runs.experimentId, experimentId))).sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
const scheduleOf = async () =>
  (await plane.db.select().from(schedules).where(eq(schedules.experimentId, experimentId)))[0];

beforeEach(async () => {
  plane.clock.now = STARTED_AT;
  await plane.db.delete(schedules);
  ({ id: experimentId } = await seedExperiment(plane));
});
afterEach(async () => {
  await Promise.all(tasks.splice(0).map((task) => task.stop()));
});

function startScheduler(handle: (fire: Fire) => Promise<void> = (fire) => handleFire(plane.deps, fire)): void {
  tasks.push(createEmbeddedScheduler(plane.deps).start(handle));
}

async function addSchedule(changes: Partial<typeof schedules.$inferInsert> = {}): Promise<void> {
  await plane.db.insert(schedules).values({
    id: plane.deps.newId('schedule'),
    workspaceId: plane.workspace.id,
    experimentId,
    kind: 'grading',
    expression: 'rate(1 hour)',
    timezone: 'UTC',
    startsAt: new Date(STARTED_AT),
    isEnabled: true,
    nextFireAt: new Date(STARTED_AT + HOUR_MS),
    ...changes,
  });
}

describe('the embedded scheduler', () => {
  test('given a time that comes, then one run is queued within the second, and the next time is set', async () => {
    await addSchedule();
    startScheduler();
    plane.clock.now = STARTED_AT + HOUR_MS;
    await vi.waitFor(async () => expect(await runsOf()).toHaveLength(1), { timeout: 1000 });
    expect(await runsOf()).toMatchObject([
      {
        state: 'queued',
        trigger: 'schedule',
        scheduledFor: new Date(STARTED_AT + HOUR_MS),
        workspaceId: plane.workspace.id,
      },
    ]);
    const moved = { lastFireAt: new Date(STARTED_AT + HOUR_MS), nextFireAt: new Date(STARTED_AT + 2 * HOUR_MS) };
    await vi.waitFor(async () => expect(await scheduleOf()).toMatchObject(moved));
  });

  test('given hours without a process, then the newest missed time is caught up, once', async () => {
    await addSchedule();
    plane.clock.now = STARTED_AT + 5 * HOUR_MS + 20 * MINUTE_MS;
    startScheduler();
    await vi.waitFor(async () =>
      expect(await scheduleOf()).toMatchObject({ nextFireAt: new Date(STARTED_AT + 6 * HOUR_MS) }),
    );
    expect(await runsOf()).toMatchObject([{ scheduledFor: new Date(STARTED_AT + 5 * HOUR_MS) }]);
  });

  test('given three processes, then a time still has one run (C11)', async () => {
    await addSchedule();
    plane.clock.now = STARTED_AT + HOUR_MS;
    const fires: Fire[] = [];
    for (let i = 0; i < 3; i += 1)
      startScheduler(async (fire) => {
        fires.push(fire);
        await handleFire(plane.deps, fire);
      });
    await vi.waitFor(async () => expect(await scheduleOf()).toMatchObject({ lastFireAt: new Date(plane.clock.now) }));
    await Promise.all(tasks.splice(0).map((task) => task.stop()));
    expect(fires.length).toBeGreaterThan(1);
    expect(await runsOf()).toHaveLength(1);
  });

  test('given a handler that fails, then the fire is told again, and holds no other back', async () => {
    await addSchedule();
    const other = await seedExperiment(plane);
    await addSchedule({ experimentId: other.id, nextFireAt: new Date(STARTED_AT + HOUR_MS + 1) });
    plane.clock.now = STARTED_AT + HOUR_MS + 1;
    let calls = 0;
    startScheduler(async (fire) => {
      if (fire.experimentId !== experimentId) return handleFire(plane.deps, fire);
      calls += 1;
      if (calls === 1) throw new Error('a moment of weakness');
      await handleFire(plane.deps, fire);
    });
    await vi.waitFor(async () => expect(await runsOf()).toHaveLength(1), { timeout: 5000 });
    expect(await plane.db.select().from(runs).where(eq(runs.experimentId, other.id))).toHaveLength(1);
  });

  test('given a schedule that is off, or has no time to come, then nothing fires', async () => {
    await addSchedule({ isEnabled: false });
    const over = await seedExperiment(plane);
    await addSchedule({
      experimentId: over.id,
      expression: 'at(2026-11-22T12:30:00)',
      nextFireAt: new Date(STARTED_AT + HOUR_MS / 2),
    });
    plane.clock.now = STARTED_AT + 9 * HOUR_MS;
    startScheduler();
    const ofOver = eq(schedules.experimentId, over.id);
    await vi.waitFor(async () =>
      expect((await plane.db.select().from(schedules).where(ofOver))[0]).toMatchObject({
        nextFireAt: null,
        lastFireAt: new Date(STARTED_AT + HOUR_MS / 2),
      }),
    );
    expect(await runsOf()).toEqual([]);
  });
});

describe('handleFire', () => {
  const fire = (hours: number): Fire => ({
    experimentId,
    kind: 'grading',
    scheduledTime: STARTED_AT + hours * HOUR_MS,
  });

  test('given the same fire many times at once, then one run (C11)', async () => {
    await Promise.all(Array.from({ length: 20 }, () => handleFire(plane.deps, fire(1))));
    expect(await runsOf()).toHaveLength(1);
  });

  test('given fires that no worker took, then only the newest waits', async () => {
    for (const hours of [1, 2, 3]) await handleFire(plane.deps, fire(hours));
    expect((await runsOf()).map(({ state }) => state)).toEqual(['held', 'held', 'queued']);
    await handleFire(plane.deps, fire(2));
    expect(await runsOf()).toHaveLength(3);
  });

  test('given an experiment that is gone, then nothing', async () => {
    await handleFire(plane.deps, { ...fire(1), experimentId: 'exp_gone' });
    expect(await runsOf()).toEqual([]);
  });
});
