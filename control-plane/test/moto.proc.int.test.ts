import { HOUR_MS } from '@alyson/schema';
import { runs, scheduleOutbox } from '@alyson/schema/tables';
import {
  CreateScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { createSqsFireSource } from '../src/io/fire-source.sqs.ts';
import { createEventBridgeScheduler } from '../src/io/scheduler.eventbridge.ts';
import { applySchedules } from '../src/scheduling/apply-schedules.ts';
import { checkDrift, removeOrphans } from '../src/scheduling/check-drift.ts';
import { draft } from './support/drafts.ts';
import { fireText } from './support/fire-text.ts';
import { startMoto } from './support/start-moto.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

/*
 * The same adapters against moto, whose makers read the API on their own. It keeps no time, checks no expression, ignores
 * client tokens, and calls a conflict 400: those are the in-house fake's to show.
 */
const moto = await startMoto();
const reason = 'absent' in moto ? `, skipped: ${moto.absent}` : '';

const GROUP = 'alyson';
const resources = {
  region: 'us-east-1',
  group: GROUP,
  roleArn: 'arn:aws:iam::123456789012:role/scheduler',
  queueArn: 'arn:aws:sqs:us-east-1:123456789012:fires',
  deadLetterArn: 'arn:aws:sqs:us-east-1:123456789012:undelivered',
};
const plane = useControlPlane({ eventBridge: resources });
const client = {
  region: 'us-east-1',
  endpoint: 'absent' in moto ? 'http://127.0.0.1:9' : moto.url,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const scheduler = createEventBridgeScheduler({ ...resources, ...client, now: () => plane.clock.now });
const aws = new SchedulerClient(client);
const sqs = new SQSClient(client);

afterAll(async () => {
  if ('stop' in moto) await moto.stop();
});

const at = (id: string) => ({ params: { experimentId: id } });
const apply = async () => {
  while (await applySchedules(plane.deps, scheduler));
};
const get = (id: string) => aws.send(new GetScheduleCommand({ GroupName: GROUP, Name: `${id}-grading` }));
const names = async () => {
  const { Schedules = [] } = await aws.send(new ListSchedulesCommand({ GroupName: GROUP }));
  return Schedules.map(({ Name }) => Name);
};

async function running(): Promise<string> {
  const { id } = await plane.client().createExperiment({
    body: draft({ mode: 'auto', gradingSchedule: { expression: 'rate(1 hour)' } }),
  });
  await plane.client().startExperiment(at(id));
  return id;
}

describe.skipIf('absent' in moto)(`C11, C6: on moto${reason}`, () => {
  beforeAll(async () => {
    await aws.send(new CreateScheduleGroupCommand({ Name: GROUP }));
    for (const QueueName of ['fires', 'undelivered']) await sqs.send(new CreateQueueCommand({ QueueName }));
  });

  test('given a schedule’s whole life, then moto holds what it should at each step, and nothing at the end', async () => {
    plane.clock.now = STARTED_AT;
    const id = await running();
    await apply();
    expect(await get(id)).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });

    const { version } = await plane.client().getExperiment(at(id));
    const gradingSchedule = { expression: 'cron(0 9 ? * MON-FRI *)', timezone: 'Europe/Berlin' };
    await plane.client().changeExperiment({ ...at(id), ifMatch: version, body: { gradingSchedule } });
    await apply();
    expect(await get(id)).toMatchObject({
      ScheduleExpression: gradingSchedule.expression,
      ScheduleExpressionTimezone: 'Europe/Berlin',
    });

    await plane.client().pauseExperiment(at(id));
    await apply();
    expect(await get(id)).toMatchObject({ State: 'DISABLED' });
    await plane.client().resumeExperiment(at(id));
    await apply();

    await checkDrift(plane.deps, scheduler);
    const shown = async () => (await plane.client().listSchedules(at(id))).items[0];
    expect(await shown()).toMatchObject({ sync: 'applied', drift: null });

    const { Target, FlexibleTimeWindow } = await get(id);
    const meddled = { Name: `${id}-grading`, GroupName: GROUP, ScheduleExpression: 'rate(5 minutes)' };
    await aws.send(new UpdateScheduleCommand({ ...meddled, Target, FlexibleTimeWindow }));
    plane.clock.now += HOUR_MS;
    await checkDrift(plane.deps, scheduler);
    expect((await shown())?.drift?.differences).toContainEqual({
      field: 'ScheduleExpression',
      desired: gradingSchedule.expression,
      found: 'rate(5 minutes)',
    });
    await apply();
    expect(await get(id)).toMatchObject({ ScheduleExpression: gradingSchedule.expression });

    await plane.client().completeExperiment(at(id));
    await apply();
    expect(await names()).toEqual([]);
    expect(await plane.db.select().from(scheduleOutbox)).toEqual([]);
  });

  test('given an apply whose first try was taken without our knowing, then the conflict ends in one schedule', async () => {
    plane.clock.now = STARTED_AT;
    const id = await running();
    await Promise.all([apply(), apply()]);
    const twice = createEventBridgeScheduler({ ...resources, ...client, now: () => plane.clock.now });
    const desired = { experimentId: id, kind: 'grading', expression: 'rate(1 hour)', timezone: 'UTC' } as const;
    await Promise.all(
      ['a', 'b', 'c'].map((revision) => twice.apply({ ...desired, startsAt: STARTED_AT, isOn: true, revision })),
    );
    expect(await names()).toEqual([`${id}-grading`]);
    await removeOrphans(plane.deps, scheduler);
    await apply();
    expect(await names()).toEqual([`${id}-grading`]);
  });

  test('given the schedule’s input in the queue ten times, then one run, and the queue is empty', async () => {
    plane.clock.now = STARTED_AT;
    const id = await running();
    await apply();
    plane.clock.now += HOUR_MS;
    const { Target, Arn = '' } = await get(id);
    const body = fireText(Target?.Input ?? '', { arn: Arn, scheduledTime: plane.clock.now });
    const QueueUrl = `${client.endpoint}/123456789012/fires`;
    for (let i = 0; i < 10; i += 1) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    const { log, counters } = plane.deps;
    const source = createSqsFireSource({ ...client, queueArn: resources.queueArn, log, counters, waitSeconds: 1 });
    const task = source.start((fire) => handleFire(plane.deps, fire));
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    await vi.waitFor(
      async () => {
        const question = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
        const { Attributes } = await sqs.send(question);
        expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
      },
      { timeout: 20_000 },
    );
    await task.stop();
    const queued = await plane.db.select().from(runs).where(eq(runs.experimentId, id));
    expect(queued).toMatchObject([{ scheduledFor: new Date(plane.clock.now) }]);
  });
});
