import { HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { agents, auditEntries, scheduleOutbox, schedules } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { type Draft, draft } from './support/drafts.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

/** 14:00 and 18:00 UTC, two and six hours after the suite's clock begins. */
const startsAt = { time: '2026-11-22T09:00', timezone: 'America/New_York' };
const endsAt = { time: '2026-11-22T18:00', timezone: 'UTC' };
const START = STARTED_AT + 2 * HOUR_MS;
const END = STARTED_AT + 6 * HOUR_MS;

beforeEach(() => {
  plane.clock.now = STARTED_AT;
});

const create = (changes: Partial<Draft> = {}) => plane.client().createExperiment({ body: draft(changes) });
const dated = () => create({ startsAt, endsAt, gradingSchedule: { expression: 'rate(1 hour)' } });
const at = (id: string) => ({ params: { experimentId: id } });
const get = (id: string) => plane.client().getExperiment(at(id));
const schedule = (id: string) => plane.client().scheduleExperiment(at(id));
const fire = (experimentId: string, kind: 'start' | 'grading' | 'end', scheduledTime: number) =>
  handleFire(plane.deps, { experimentId, kind, scheduledTime, scheduleArn: 'test' });
const schedulesOf = async (id: string) => {
  const rows = await plane.db.select().from(schedules).where(eq(schedules.experimentId, id));
  return Object.fromEntries(rows.map(({ kind, isEnabled, nextFireAt }) => [kind, { isEnabled, nextFireAt }]));
};
const waitingOf = async (id: string) => {
  const rows = await plane.db.select().from(scheduleOutbox).where(eq(scheduleOutbox.experimentId, id));
  return rows.map(({ kind }) => kind).sort();
};

describe('C7: draft → scheduled → running → completed, by fires alone', () => {
  test('given a draft with dates, then they are shown, and nothing happens by itself', async () => {
    const { id, state, ...shown } = await dated();
    expect(state).toBe('draft');
    expect(shown).toMatchObject({ startsAt, endsAt, willStartAt: null, willEndAt: null });
    expect(await fire(id, 'start', STARTED_AT)).toBe('stale');
    expect((await get(id)).state).toBe('draft');
  });

  test('given its start and its end come, then it runs between them, and gradings with it', async () => {
    const { id } = await dated();
    expect(await schedule(id)).toMatchObject({
      state: 'scheduled',
      release: null,
      willStartAt: new Date(START).toISOString(),
      willEndAt: new Date(END).toISOString(),
      nextGradingAt: null,
    });
    plane.clock.now = START;
    expect(await fire(id, 'start', START)).toBe('applied');
    expect(await get(id)).toMatchObject({
      state: 'running',
      startsAt,
      willStartAt: null,
      release: { number: 1 },
      startedAt: new Date(START).toISOString(),
      nextGradingAt: new Date(START + HOUR_MS).toISOString(),
    });
    plane.clock.now = END;
    expect(await fire(id, 'end', END)).toBe('applied');
    expect(await get(id)).toMatchObject({ state: 'completed', release: { number: 2 }, nextGradingAt: null });
    expect(await fire(id, 'end', END)).toBe('repeated');
    expect((await get(id)).release).toMatchObject({ number: 2 });
  });

  test('C3, C6: given it is scheduled and started, then the audit log says by whom, and each schedule waits to be applied', async () => {
    const { id } = await dated();
    await plane.db.delete(scheduleOutbox);
    await schedule(id);
    expect(await waitingOf(id)).toEqual(['end', 'grading', 'start']);
    plane.clock.now = START;
    await fire(id, 'start', START);
    const entries = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id));
    expect(entries.map(({ action, actorKind }) => `${action} by ${actorKind}`).sort()).toEqual([
      'experiment.created by token',
      'experiment.scheduled by token',
      'experiment.started by system',
    ]);
  });

  test('given both dates pass while nobody is there, then the start is refused, and says why', async () => {
    const { id } = await dated();
    await schedule(id);
    plane.clock.now = END + MINUTE_MS;
    expect(await fire(id, 'start', START)).toBe('refused');
    expect(await fire(id, 'end', END)).toBe('stale');
    expect(await get(id)).toMatchObject({ state: 'scheduled', willStartAt: null, release: null });
  });

  test('given no agent is left to route to, then the start is refused', async () => {
    const { id } = await dated();
    await schedule(id);
    await plane.db.update(agents).set({ state: 'off' }).where(eq(agents.experimentId, id));
    plane.clock.now = START;
    expect(await fire(id, 'start', START)).toBe('refused');
    expect((await get(id)).state).toBe('scheduled');
  });

  test('given a start that was moved, then the old time does nothing and the new one starts it', async () => {
    const { id } = await dated();
    const { version } = await schedule(id);
    const later = { time: '2026-11-22T15:30', timezone: 'UTC' };
    await plane.client().changeExperiment({ ...at(id), ifMatch: version, body: { startsAt: later } });
    plane.clock.now = START;
    expect(await fire(id, 'start', START)).toBe('stale');
    plane.clock.now = START + 90 * MINUTE_MS;
    expect(await fire(id, 'start', START + 90 * MINUTE_MS)).toBe('applied');
  });

  test('given it is started by hand before, then the start does nothing and the end still comes', async () => {
    const { id } = await dated();
    await schedule(id);
    expect(await plane.client().startExperiment(at(id))).toMatchObject({ state: 'running', willStartAt: null });
    plane.clock.now = START;
    expect(await fire(id, 'start', START)).toBe('stale');
    await plane.client().pauseExperiment(at(id));
    plane.clock.now = END;
    expect(await fire(id, 'end', END)).toBe('applied');
  });

  test('given it is taken back to draft, then nothing starts; its dates stay, and it can be scheduled again', async () => {
    const { id } = await dated();
    await schedule(id);
    expect(await plane.client().unscheduleExperiment(at(id))).toMatchObject({ state: 'draft', startsAt, endsAt });
    expect(await schedulesOf(id)).toEqual({
      start: { isEnabled: false, nextFireAt: null },
      grading: { isEnabled: false, nextFireAt: null },
      end: { isEnabled: false, nextFireAt: null },
    });
    plane.clock.now = START;
    expect(await fire(id, 'start', START)).toBe('stale');
    plane.clock.now = STARTED_AT;
    expect((await schedule(id)).state).toBe('scheduled');
  });
});

describe('C7: what is refused, in words', () => {
  test.each([
    { given: 'no start date', changes: {}, says: 'no start date' },
    {
      given: 'a start that has passed meanwhile',
      changes: { startsAt: { time: '2026-11-22T12:30', timezone: 'UTC' } },
      says: 'start date is over',
    },
  ])('given $given, then scheduling is refused', async ({ changes, says }) => {
    const { id } = await create(changes);
    plane.clock.now += HOUR_MS;
    await expect(schedule(id)).rejects.toMatchObject({
      code: 'transition_refused',
      message: expect.stringContaining(says),
    });
  });

  test('given a running experiment, then it can neither be scheduled nor made a draft', async () => {
    const { id } = await dated();
    await plane.client().startExperiment(at(id));
    await expect(schedule(id)).rejects.toMatchObject({ code: 'transition_refused' });
    await expect(plane.client().unscheduleExperiment(at(id))).rejects.toMatchObject({ code: 'transition_refused' });
  });

  test('given an end that has passed, then a start by hand is refused too', async () => {
    const { id } = await create({ endsAt });
    plane.clock.now = END;
    await expect(plane.client().startExperiment(at(id))).rejects.toMatchObject({
      code: 'transition_refused',
      message: expect.stringContaining('end date is over'),
    });
  });

  test.each([
    { body: { startsAt: { time: '2026-11-22T11:59', timezone: 'UTC' } }, pointer: '#/startsAt/time' },
    { body: { startsAt: { time: 'tomorrow', timezone: 'UTC' } }, pointer: '#/startsAt/time' },
    { body: { startsAt, endsAt: { time: '2026-11-22T13:59', timezone: 'UTC' } }, pointer: '#/endsAt/time' },
    { body: { endsAt: { time: '2027-03-14T02:30', timezone: 'America/New_York' } }, pointer: '#/endsAt/time' },
    { body: { endsAt: { time: '2027-03-14T12:30', timezone: 'Mars' } }, pointer: '#/endsAt/timezone' },
  ])('given $body, then $pointer is at fault, and nothing is created', async ({ body, pointer }) => {
    await expect(create(body)).rejects.toMatchObject({ code: 'validation_failed', errors: [{ pointer }] });
  });

  test('given it is scheduled, then its start can be moved and not taken away', async () => {
    const { id } = await dated();
    const { version } = await schedule(id);
    const change = { ...at(id), ifMatch: version, body: { startsAt: null } };
    await expect(plane.client().changeExperiment(change)).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '#/startsAt' }],
    });
  });

  test('given it runs, then its end can be set, moved and taken away', async () => {
    const { id } = await create();
    let { version } = await plane.client().startExperiment(at(id));
    const set = async (body: { endsAt: typeof endsAt | null }) => {
      const changed = await plane.client().changeExperiment({ ...at(id), ifMatch: version, body });
      version = changed.version;
      return changed;
    };
    expect(await set({ endsAt })).toMatchObject({ endsAt, willEndAt: new Date(END).toISOString() });
    expect(await set({ endsAt: null })).toMatchObject({ endsAt: null, willEndAt: null });
    expect(await fire(id, 'end', STARTED_AT)).toBe('stale');
  });
});
