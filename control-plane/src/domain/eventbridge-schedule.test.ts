import { HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { describe, expect, test } from 'vitest';
import { differencesBetween, keyOf, nameOf, type OwnSchedule, specOf } from './eventbridge-schedule.ts';

const startsAt = Date.parse('2026-11-22T12:00:00Z');
const resources = { group: 'g', roleArn: 'role', queueArn: 'queue', deadLetterArn: 'dlq' };
const schedule = (expression: string, kind: OwnSchedule['kind'] = 'grading'): OwnSchedule => ({
  experimentId: 'exp_01h455vb4pex5vsknk084sn02q',
  kind,
  expression,
  timezone: 'UTC',
  startsAt,
  isOn: true,
});
const spec = (expression: string, now = startsAt, kind: OwnSchedule['kind'] = 'grading') =>
  specOf(schedule(expression, kind), resources, now);

describe('C11: names', () => {
  test('given a key, then its name leads back to it and fits the service', () => {
    const key = { experimentId: 'exp_01h455vb4pex5vsknk084sn02q', kind: 'grading' } as const;
    expect(keyOf(nameOf(key))).toEqual(key);
    expect(nameOf(key)).toMatch(/^[0-9A-Za-z-_.]{1,64}$/);
  });

  test.each(['', 'exp_x-grading', 'exp_01h455vb4pex5vsknk084sn02q-party', 'x-exp_01h455vb4pex5vsknk084sn02q-end'])(
    'given "%s", then it is none of ours',
    (name) => expect(keyOf(name)).toBeNull(),
  );
});

describe('C11: what the service is told', () => {
  test.each([
    { expression: 'rate(1 hour)', age: 3540 },
    { expression: 'rate(1 minute)', age: 60 },
    { expression: 'rate(3 days)', age: 86_400 },
    { expression: 'cron(0 9 ? * MON-FRI *)', age: 86_340 },
    { expression: 'cron(0/15 * * * ? *)', age: 840 },
    { expression: 'at(2026-12-01T09:00:00)', age: 86_400 },
  ])('given $expression, then a fire is tried for $age s: less than until the next', ({ expression, age }) => {
    expect(spec(expression)['Target.RetryPolicy.MaximumEventAgeInSeconds']).toBe(age);
    expect(spec(expression, startsAt + 100 * HOUR_MS)['Target.RetryPolicy.MaximumEventAgeInSeconds']).toBe(age);
  });

  test('given a rate, then its start is the next whole step, whenever it is told; the others have none', () => {
    expect(spec('rate(7 hours)', startsAt + 30 * HOUR_MS + 1).StartDate).toBe(startsAt + 35 * HOUR_MS);
    expect(spec('cron(0 9 * * ? *)').StartDate).toBeNull();
  });

  test('given an input, then it is within what the service takes, and has its keywords', () => {
    const input = spec('rate(1 hour)')['Target.Input'];
    expect(JSON.parse(input)).toMatchObject({ kind: 'grading', scheduledTime: '<aws.scheduler.scheduled-time>' });
  });
});

describe('C6: differences', () => {
  const now = startsAt + 30 * HOUR_MS;
  const held = spec('rate(1 hour)');
  const fieldsOf = (changes: object, at = now) =>
    differencesBetween(schedule('rate(1 hour)'), spec('rate(1 hour)', at), { ...held, ...changes }).map(
      ({ field }) => field,
    );

  test('given an earlier step of the same phase, then there is none', () => expect(fieldsOf({})).toEqual([]));

  test.each([
    { given: 'no start', changes: { StartDate: null } },
    { given: 'another phase', changes: { StartDate: startsAt + 7 * MINUTE_MS } },
    { given: 'a start after the next step', changes: { StartDate: now + 5 * HOUR_MS } },
  ])('given $given, then a rate has drifted', ({ changes }) => expect(fieldsOf(changes)).toEqual(['StartDate']));

  test('given a field that is not said, then it is named with what it should be', () => {
    const desired = spec('rate(1 hour)', now);
    expect(
      differencesBetween(schedule('rate(1 hour)'), desired, { ...held, 'Target.DeadLetterConfig.Arn': undefined }),
    ).toEqual([{ field: 'Target.DeadLetterConfig.Arn', desired: 'dlq', found: null }]);
  });

  test('given a start to come of a cron(), then it has drifted; one that is over means nothing', () => {
    const cron = 'cron(0 9 * * ? *)';
    const differences = (StartDate: number) =>
      differencesBetween(schedule(cron), spec(cron, now), { ...spec(cron), StartDate });
    expect(differences(now + HOUR_MS)).toEqual([{ field: 'StartDate', desired: null, found: '2026-11-23T19:00Z' }]);
    expect(differences(startsAt - HOUR_MS)).toEqual([]);
  });
});
