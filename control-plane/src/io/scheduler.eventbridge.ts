import { createHash } from 'node:crypto';
import type { Instant } from '@alyson/schema';
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleOutput,
  paginateListSchedules,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import {
  differencesBetween,
  type EventBridgeResources,
  type HeldSpec,
  keyOf,
  nameOf,
  type ScheduleSpec,
  specOf,
} from '../domain/eventbridge-schedule.ts';
import type { DesiredSchedule, Scheduler } from './scheduler.ts';

const CONNECT_MS = 3_000;
const ANSWER_MS = 5_000;
/** Of one call, when it is throttled or answered 5xx. What fails then waits in the outbox. */
const TRIES = 3;
const PAGE = 100;

export interface EventBridgeOptions extends EventBridgeResources {
  region: string;
  now(): Instant;
  /** Of a stand-in; else the region's own, or what the SDK finds in the environment. */
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** AWS EventBridge Scheduler. Every call names the group, every update sends the whole schedule: omitted fields would be reset. */
export function createEventBridgeScheduler(options: EventBridgeOptions): Scheduler {
  const { region, endpoint, credentials, group, now } = options;
  const client = new SchedulerClient({
    region,
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS, throwOnRequestTimeout: true },
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
  });

  const get = async (schedule: DesiredSchedule): Promise<GetScheduleOutput | null> => {
    const found = client.send(new GetScheduleCommand({ GroupName: group, Name: nameOf(schedule) }));
    return unlessMissing(found);
  };
  const compareWith = (schedule: DesiredSchedule, held: GetScheduleOutput) =>
    differencesBetween(schedule, specOf(schedule, options, now()), heldSpec(held));

  return {
    async apply(schedule) {
      const request = requestOf(schedule, options, now());
      if (await unlessMissing(client.send(new UpdateScheduleCommand(request)))) return;
      try {
        await client.send(new CreateScheduleCommand(request));
      } catch (error) {
        if (!(error instanceof ConflictException)) throw error;
        // Somebody was quicker, perhaps an earlier try of ours whose answer was lost.
        const held = await get(schedule);
        if (held && compareWith(schedule, held).length === 0) return;
        await client.send(new UpdateScheduleCommand(request));
      }
    },
    async remove(key) {
      const ClientToken = tokenOf({ removed: nameOf(key), at: now() });
      await unlessMissing(client.send(new DeleteScheduleCommand({ GroupName: group, Name: nameOf(key), ClientToken })));
    },
    async compare(schedule) {
      const held = await get(schedule);
      if (held) return compareWith(schedule, held);
      return [{ field: 'schedule', desired: schedule.expression, found: null }];
    },
    async *list() {
      const pages = paginateListSchedules({ client, pageSize: PAGE }, { GroupName: group, NamePrefix: 'exp_' });
      for await (const { Schedules = [] } of pages)
        for (const { Name = '' } of Schedules) {
          const key = keyOf(Name);
          if (key) yield key;
        }
    },
  };
}

/** @returns null where there is no such schedule */
const unlessMissing = <T>(answer: Promise<T>): Promise<T | null> =>
  answer.catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  });

function requestOf(schedule: DesiredSchedule, options: EventBridgeOptions, now: Instant): CreateScheduleInput {
  const spec = specOf(schedule, options, now);
  return {
    GroupName: options.group,
    Name: nameOf(schedule),
    // Of the revision too: where A becomes B and A again, the third must not be taken for a repeat of the first.
    ClientToken: tokenOf({ spec, revision: schedule.revision }),
    ScheduleExpression: spec.ScheduleExpression,
    ScheduleExpressionTimezone: spec.ScheduleExpressionTimezone,
    State: spec.State,
    ...(spec.StartDate !== null && { StartDate: new Date(spec.StartDate) }),
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'NONE',
    Target: {
      Arn: options.queueArn,
      RoleArn: options.roleArn,
      Input: spec['Target.Input'],
      DeadLetterConfig: { Arn: options.deadLetterArn },
      RetryPolicy: {
        MaximumEventAgeInSeconds: spec['Target.RetryPolicy.MaximumEventAgeInSeconds'],
        MaximumRetryAttempts: spec['Target.RetryPolicy.MaximumRetryAttempts'],
      },
    },
  };
}

const tokenOf = (of: { spec: ScheduleSpec; revision: string } | { removed: string; at: Instant }): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex');

const heldSpec = ({ Target, FlexibleTimeWindow, StartDate, EndDate, ...held }: GetScheduleOutput): HeldSpec => ({
  ScheduleExpression: held.ScheduleExpression,
  ScheduleExpressionTimezone: held.ScheduleExpressionTimezone,
  State: held.State,
  StartDate: StartDate?.getTime(),
  EndDate: EndDate?.getTime(),
  'FlexibleTimeWindow.Mode': FlexibleTimeWindow?.Mode,
  'Target.Arn': Target?.Arn,
  'Target.RoleArn': Target?.RoleArn,
  'Target.Input': Target?.Input,
  'Target.DeadLetterConfig.Arn': Target?.DeadLetterConfig?.Arn,
  'Target.RetryPolicy.MaximumEventAgeInSeconds': Target?.RetryPolicy?.MaximumEventAgeInSeconds,
  'Target.RetryPolicy.MaximumRetryAttempts': Target?.RetryPolicy?.MaximumRetryAttempts,
  ActionAfterCompletion: held.ActionAfterCompletion ?? 'NONE',
});
