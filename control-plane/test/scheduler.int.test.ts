import { DAY_MS, HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { runs, scheduleFires, schedules } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackgroundTask } from '../src/background.ts';
import { forgetFires } from '../src/features/schedules/forget-fires.ts';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { createEmbeddedFireSource } from '../src/io/fire-source.embedded.ts';
import type { Fire } from '../src/io/fire-source.ts';
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

function startScheduler(handle: (fire: Fire) => Promise<unknown> = (fire) => handleFire(plane.deps, fire)): void {
  tasks.push(createEmbeddedFireSource(plane.deps).start(handle));
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
  /** So many hours ago. */
  const fire = (hoursAgo: number, kind: Fire['kind'] = 'grading'): Fire => ({
    experimentId,
    kind,
    scheduleArn: 'test',
    scheduledTime: plane.clock.now - hoursAgo * HOUR_MS,
  });
  const firesOf = () => plane.db.select().from(scheduleFires).where(eq(scheduleFires.experimentId, experimentId));

  test('given the same fire many times at once, then one run, and one says so (C11)', async () => {
    await addSchedule();
    const results = await Promise.all(Array.from({ length: 20 }, () => handleFire(plane.deps, fire(1))));
    expect(results.filter((result) => result === 'applied')).toHaveLength(1);
    expect(results.filter((result) => result === 'repeated')).toHaveLength(19);
    expect(await runsOf()).toHaveLength(1);
    expect(await firesOf()).toMatchObject([{ outcome: 'applied', detail: null, scheduleArn: 'test' }]);
  });

  test('given fires that no worker took, then only the newest waits, and one that comes late is stale', async () => {
    await addSchedule();
    for (const hoursAgo of [5, 4, 2]) await handleFire(plane.deps, fire(hoursAgo));
    expect((await runsOf()).map(({ state }) => state)).toEqual(['held', 'held', 'queued']);
    expect(await handleFire(plane.deps, fire(3))).toBe('stale');
    expect(await handleFire(plane.deps, fire(3))).toBe('repeated');
    expect(await handleFire(plane.deps, fire(4))).toBe('repeated');
    expect(await runsOf()).toHaveLength(3);
    expect((await firesOf()).map(({ outcome }) => outcome).sort()).toEqual(['applied', 'applied', 'applied', 'stale']);
  });

  test('given an experiment that is gone, then nothing', async () => {
    expect(await handleFire(plane.deps, { ...fire(1), experimentId: 'exp_gone' })).toBe('unknown');
    expect(await runsOf()).toEqual([]);
  });

  test('given a schedule that was taken away meanwhile, then the fire changes nothing', async () => {
    expect(await handleFire(plane.deps, fire(0))).toBe('stale');
    expect(await runsOf()).toEqual([]);
  });

  test('given a time far ahead, then it is refused, and does not make the true ones stale', async () => {
    await addSchedule();
    await expect(handleFire(plane.deps, fire(-1))).rejects.toMatchObject({ code: 'validation_failed' });
    expect(await firesOf()).toEqual([]);
    expect(await handleFire(plane.deps, fire(0))).toBe('applied');
  });

  test('given a fire that fails half-way, then nothing of it is left, and its repeat has the effect', async () => {
    await addSchedule();
    const failing = {
      ...plane.deps,
      newId: () => {
        throw new Error('no ids today');
      },
    };
    await expect(handleFire(failing, fire(1))).rejects.toThrow('no ids today');
    expect(await firesOf()).toEqual([]);
    expect(await handleFire(plane.deps, fire(1))).toBe('applied');
  });

  test('given fires older than any queue keeps them, then they are let go, and the others stay', async () => {
    await addSchedule();
    await handleFire(plane.deps, fire(1));
    plane.clock.now += 34 * DAY_MS;
    await handleFire(plane.deps, fire(1));
    plane.clock.now += 2 * DAY_MS;
    await forgetFires(plane.deps);
    expect(await firesOf()).toMatchObject([{ scheduledFor: new Date(plane.clock.now - 2 * DAY_MS - HOUR_MS) }]);
  });
});
