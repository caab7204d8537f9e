import { DAY_MS, HOUR_MS, MINUTE_MS, type Schedule } from '@alyson/schema';
import { auditEntries, scheduleOutbox, schedules } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { readFire } from '../src/io/fire-source.ts';
import { createEventBridgeScheduler } from '../src/io/scheduler.eventbridge.ts';
import type { Scheduler } from '../src/io/scheduler.ts';
import { applySchedules } from '../src/scheduling/apply-schedules.ts';
import { checkDrift, removeOrphans } from '../src/scheduling/check-drift.ts';
import { requestUnapplied } from '../src/scheduling/schedule-outbox.store.ts';
import { draft } from './support/drafts.ts';
import { type FakeScheduler, startFakeScheduler } from './support/fake-scheduler.ts';
import { fireText } from './support/fire-text.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const resources = {
  group: 'alyson',
  roleArn: 'arn:aws:iam::123456789012:role/scheduler',
  queueArn: 'arn:aws:sqs:us-east-1:123456789012:fires',
  deadLetterArn: 'arn:aws:sqs:us-east-1:123456789012:undelivered',
};
const eventBridge = { region: 'us-east-1', ...resources };
const plane = useControlPlane({ eventBridge });
let aws: FakeScheduler;
let scheduler: Scheduler;

beforeAll(async () => {
  aws = await startFakeScheduler(() => plane.clock.now);
  scheduler = createEventBridgeScheduler({
    ...eventBridge,
    endpoint: aws.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    now: () => plane.clock.now,
  });
});
afterAll(() => aws.close());
beforeEach(async () => {
  plane.clock.now = STARTED_AT;
  await plane.db.delete(scheduleOutbox);
  await plane.db.delete(schedules);
  aws.held.clear();
  aws.effects.length = 0;
  aws.calls.length = 0;
});

const at = (id: string) => ({ params: { experimentId: id } });

async function apply(): Promise<void> {
  while (await applySchedules(plane.deps, scheduler));
}

async function running(expression = 'rate(1 hour)'): Promise<string> {
  const body = draft({ mode: 'auto', gradingSchedule: { expression } });
  const { id } = await plane.client().createExperiment({ body });
  await plane.client().startExperiment(at(id));
  return id;
}

async function change(id: string, body: { gradingSchedule: Schedule | null }): Promise<void> {
  const { version } = await plane.client().getExperiment(at(id));
  await plane.client().changeExperiment({ ...at(id), ifMatch: version, body });
}

const grading = (id: string) => aws.held.get(`${id}-grading`);
const scheduleOf = async (id: string) =>
  (await plane.client().listSchedules(at(id))).items.find(({ kind }) => kind === 'grading');
const every = (expression: string) => ({ gradingSchedule: { expression, timezone: 'UTC' } });
const nothingWaits = async () => expect(await plane.db.select().from(scheduleOutbox)).toEqual([]);

describe('C11: create → update → pause → resume → delete', () => {
  test('given a draft, then nothing is held of it, and nothing waits', async () => {
    await plane.client().createExperiment({ body: draft({ gradingSchedule: { expression: 'rate(1 hour)' } }) });
    await nothingWaits();
  });

  test('given a running experiment, then its schedule is created whole, its start in the future, its retries below its step', async () => {
    const id = await running();
    await apply();
    expect(aws.effects).toEqual([`create ${id}-grading`]);
    expect(grading(id)).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      StartDate: (STARTED_AT + HOUR_MS) / 1000,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: resources.queueArn,
        RoleArn: resources.roleArn,
        DeadLetterConfig: { Arn: resources.deadLetterArn },
        RetryPolicy: { MaximumEventAgeInSeconds: 3540, MaximumRetryAttempts: 185 },
      },
    });
    await nothingWaits();
    expect(await scheduleOf(id)).toMatchObject({ sync: 'applied', status: 'on', error: null });
  });

  test('given the input fires, then the text of the fire leads to the effect', async () => {
    const id = await running();
    await apply();
    plane.clock.now += HOUR_MS;
    const target = grading(id)?.['Target'] as { Input: string };
    const fire = readFire(fireText(target.Input, { arn: 'arn:aws:scheduler:x', scheduledTime: plane.clock.now }));
    expect(fire).toEqual({
      scheduleArn: 'arn:aws:scheduler:x',
      experimentId: id,
      kind: 'grading',
      scheduledTime: plane.clock.now,
    });
    expect(fire && (await handleFire(plane.deps, fire))).toBe('applied');
  });

  test('given changes, pause, resume and end, then each is one update of the whole, and at the end nothing is held', async () => {
    const id = await running();
    await apply();
    plane.clock.now += 3 * DAY_MS;
    await change(id, every('cron(0 9 ? * MON-FRI *)'));
    await apply();
    expect(grading(id)).toMatchObject({ ScheduleExpression: 'cron(0 9 ? * MON-FRI *)', State: 'ENABLED' });
    expect(grading(id)).not.toHaveProperty('StartDate');
    await plane.client().pauseExperiment(at(id));
    await apply();
    expect(grading(id)).toMatchObject({ State: 'DISABLED', ScheduleExpression: 'cron(0 9 ? * MON-FRI *)' });
    expect(await scheduleOf(id)).toMatchObject({ status: 'paused', nextFires: [] });
    await plane.client().resumeExperiment(at(id));
    await apply();
    expect(grading(id)).toMatchObject({ State: 'ENABLED' });
    await plane.client().completeExperiment(at(id));
    await apply();
    expect(aws.held.size).toBe(0);
    const name = `${id}-grading`;
    expect(aws.effects).toEqual([
      `create ${name}`,
      `update ${name}`,
      `update ${name}`,
      `update ${name}`,
      `delete ${name}`,
    ]);
  });

  test('given a rate that began days ago, then an update keeps its phase and starts in the future', async () => {
    const id = await running('rate(7 hours)');
    await apply();
    plane.clock.now += 3 * DAY_MS + 5 * MINUTE_MS;
    await plane.client().pauseExperiment(at(id));
    await apply();
    const start = Number(grading(id)?.['StartDate']) * 1000;
    expect(start).toBeGreaterThan(plane.clock.now);
    expect((start - STARTED_AT) % (7 * HOUR_MS)).toBe(0);
  });

  test('given A becomes B, C and B again, then the last is no repeat of the first B', async () => {
    const id = await running('cron(0 9 * * ? *)');
    await apply();
    for (const hour of [10, 11, 10]) {
      await change(id, every(`cron(0 ${hour} * * ? *)`));
      await apply();
    }
    expect(grading(id)).toMatchObject({ ScheduleExpression: 'cron(0 10 * * ? *)' });
    expect(aws.effects).toHaveLength(4);
  });

  test('given a schedule that is taken away, also one that was never applied, then a missing one is as good as deleted', async () => {
    const id = await running();
    await change(id, { gradingSchedule: null });
    await apply();
    expect(aws.effects).toEqual([]);
    await nothingWaits();
  });

  test('given three edits before anything is applied, then only the last is', async () => {
    const id = await running();
    for (const hours of [2, 3, 4]) await change(id, every(`rate(${hours} hours)`));
    await apply();
    expect(aws.effects).toEqual([`create ${id}-grading`]);
    expect(grading(id)).toMatchObject({ ScheduleExpression: 'rate(4 hours)' });
  });

  test('C7: given dates, then start and end are at() schedules in their timezone, and go when they are over', async () => {
    const startsAt = { time: '2026-11-22T09:00', timezone: 'America/New_York' };
    const endsAt = { time: '2026-11-30T18:00', timezone: 'UTC' };
    const { id } = await plane.client().createExperiment({ body: draft({ startsAt, endsAt }) });
    await plane.client().scheduleExperiment(at(id));
    await apply();
    expect(aws.held.get(`${id}-start`)).toMatchObject({
      ScheduleExpression: 'at(2026-11-22T09:00:00)',
      ScheduleExpressionTimezone: 'America/New_York',
      Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400 } },
    });
    plane.clock.now = Date.parse('2026-11-22T14:00:00Z');
    const fire = { scheduleArn: 'x', experimentId: id, kind: 'start', scheduledTime: plane.clock.now } as const;
    await handleFire(plane.deps, fire);
    await apply();
    expect([...aws.held.keys()]).toEqual([`${id}-end`]);
  });
});

describe('C6, C11: AWS misbehaves, and nothing is duplicated or lost', () => {
  test.each(['throttled', 'fails', 'answer_lost', 'half_dead'] as const)(
    'given a call that is %s, then the next try of the client makes it good, once',
    async (fault) => {
      const id = await running();
      await plane.db.update(schedules).set({ appliedRevision: null });
      aws.misbehave('throttled', fault);
      await apply();
      expect(aws.held.size).toBe(1);
      aws.misbehave(fault);
      await change(id, every('rate(2 hours)'));
      await apply();
      expect(grading(id)).toMatchObject({ ScheduleExpression: 'rate(2 hours)' });
      expect(aws.effects).toEqual([`create ${id}-grading`, `update ${id}-grading`]);
      await nothingWaits();
    },
  );

  test('given a call is never answered, then it is given up and tried again', async () => {
    await running();
    aws.misbehave('hangs');
    await apply();
    expect(aws.held.size).toBe(1);
    await nothingWaits();
  });

  test('given the quota is used up, then it is shown, waits longer and longer, and is made good in the end', async () => {
    const id = await running();
    aws.misbehave('quota');
    await apply();
    expect(await scheduleOf(id)).toMatchObject({ sync: 'failing', error: expect.stringContaining('schedules') });
    expect(await plane.db.select().from(scheduleOutbox)).toMatchObject([
      { attempts: 1, nextAttemptAt: new Date(STARTED_AT + 1000) },
    ]);
    await apply();
    expect(aws.held.size).toBe(0);
    plane.clock.now += 1000;
    aws.misbehave('quota');
    await apply();
    expect((await plane.db.select().from(scheduleOutbox))[0]?.nextAttemptAt).toEqual(new Date(plane.clock.now + 2000));
    plane.clock.now += 2000;
    await apply();
    expect(await scheduleOf(id)).toMatchObject({ sync: 'applied', error: null });
  });

  test('given it fails on and on, then a person’s edit is tried at once', async () => {
    const id = await running();
    aws.misbehave('quota');
    await apply();
    await change(id, every('rate(2 hours)'));
    await apply();
    expect(grading(id)).toMatchObject({ ScheduleExpression: 'rate(2 hours)' });
  });

  test('given a schedule of that name is there already, then it becomes ours, whole', async () => {
    const id = await running();
    await apply();
    const mine = grading(id);
    await plane.db.update(schedules).set({ revision: 7 });
    aws.meddle(`${id}-grading`, { ScheduleExpression: 'rate(9 days)', EndDate: 1 });
    const { startsAt } = (await plane.db.select().from(schedules))[0] ?? expect.fail('no schedule');
    await scheduler.apply({
      experimentId: id,
      kind: 'grading',
      expression: 'rate(1 hour)',
      timezone: 'UTC',
      startsAt: startsAt.getTime(),
      isOn: true,
      revision: 'another',
    });
    expect(grading(id)).toEqual(mine);
  });

  test('given a process dies while it applies, then another takes over when its lease ends', async () => {
    await running();
    const dying: Scheduler = { ...scheduler, apply: () => new Promise(() => undefined) };
    void applySchedules(plane.deps, dying);
    await expect
      .poll(async () => (await plane.db.select().from(scheduleOutbox))[0]?.leasedUntil)
      .toEqual(new Date(STARTED_AT + 2 * MINUTE_MS));
    await apply();
    expect(aws.held.size).toBe(0);
    plane.clock.now += 2 * MINUTE_MS;
    await apply();
    expect(aws.held.size).toBe(1);
    await nothingWaits();
  });

  test('given an edit while its schedule is being applied, then the edit is applied after it', async () => {
    const id = await running();
    const slow: Scheduler = {
      ...scheduler,
      async apply(schedule) {
        if (schedule.expression === 'rate(1 hour)') await change(id, every('rate(2 hours)'));
        await scheduler.apply(schedule);
      },
    };
    while (await applySchedules(plane.deps, slow));
    expect(grading(id)).toMatchObject({ ScheduleExpression: 'rate(2 hours)' });
    await nothingWaits();
  });

  test('given three processes, then each change is carried out once', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 12; i += 1) ids.push(await running());
    await Promise.all([apply(), apply(), apply()]);
    expect(aws.effects.toSorted()).toEqual(ids.map((id) => `create ${id}-grading`).toSorted());
    await nothingWaits();
  });

  test('given schedules from before there was a scheduler outside, then all that are wanted are applied', async () => {
    const id = await running();
    await plane.client().createExperiment({ body: draft({ gradingSchedule: { expression: 'rate(1 hour)' } }) });
    await plane.db.delete(scheduleOutbox);
    await requestUnapplied(plane.db, new Date(plane.clock.now));
    await apply();
    expect(aws.effects).toEqual([`create ${id}-grading`]);
  });
});

describe('C6: drift is found, shown field by field, and repaired', () => {
  const drift = () => checkDrift(plane.deps, scheduler);

  test('given nothing was touched, also days later, then nothing is found, and each is looked at every quarter of an hour', async () => {
    const id = await running();
    await apply();
    await drift();
    const calls = aws.calls.length;
    await drift();
    expect(aws.calls).toHaveLength(calls);
    plane.clock.now += 5 * DAY_MS + 7 * MINUTE_MS;
    await drift();
    expect(await scheduleOf(id)).toMatchObject({ drift: null, checkedAt: new Date(plane.clock.now).toISOString() });
    await nothingWaits();
  });

  test.each([
    { what: 'its expression', change: { ScheduleExpression: 'rate(5 minutes)' }, field: 'ScheduleExpression' },
    { what: 'its state', change: { State: 'DISABLED' }, field: 'State' },
    { what: 'its target', change: { Target: { Arn: 'arn:x', RoleArn: 'arn:y' } }, field: 'Target.Arn' },
    { what: 'its phase', change: { StartDate: STARTED_AT / 1000 + 90 }, field: 'StartDate' },
    { what: 'an end', change: { EndDate: STARTED_AT / 1000 + 900 }, field: 'EndDate' },
    { what: 'its window', change: { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, field: 'FlexibleTimeWindow.Mode' },
    { what: 'all of it', change: null, field: 'schedule' },
  ])(
    'given somebody changed $what, then $field is named, told in the audit log, and put right once',
    async ({ change, field }) => {
      const id = await running();
      await apply();
      const before = { ...grading(id) };
      aws.meddle(`${id}-grading`, change);
      await Promise.all([drift(), drift()]);
      const found = await scheduleOf(id);
      expect(found?.drift?.differences.map((difference) => difference.field)).toContain(field);
      expect(found?.sync).toBe('waiting');
      await apply();
      expect(grading(id)).toEqual(before);
      expect(await scheduleOf(id)).toMatchObject({ sync: 'applied', drift: { differences: expect.anything() } });
      const told = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, id));
      expect(told.filter(({ action }) => action === 'experiment.schedule_drifted')).toHaveLength(1);
      plane.clock.now += HOUR_MS;
      await drift();
      await nothingWaits();
    },
  );

  test('given a schedule that nobody knows, then it is let go; others’ are left alone', async () => {
    const id = await running();
    await apply();
    const stray = 'exp_01h455vb4pex5vsknk084sn02q-grading';
    const held = grading(id) ?? expect.fail('not held');
    aws.held.set(stray, { ...held, Name: stray });
    aws.held.set('exp_of-somebody-else', { ...held, Name: 'exp_of-somebody-else' });
    await removeOrphans(plane.deps, scheduler);
    await apply();
    expect([...aws.held.keys()].toSorted()).toEqual([`${id}-grading`, 'exp_of-somebody-else'].toSorted());
  });

  test('given more schedules than a page, then each is listed once', async () => {
    const id = await running();
    await apply();
    const held = grading(id) ?? expect.fail('not held');
    for (let i = 0; i < 150; i += 1) {
      const name = `exp_${String(i).padStart(26, '0')}-grading`;
      aws.held.set(name, { ...held, Name: name });
    }
    const listed: string[] = [];
    for await (const { experimentId } of scheduler.list()) listed.push(experimentId);
    expect(new Set(listed).size).toBe(151);
    expect(listed).toHaveLength(151);
  });
});
