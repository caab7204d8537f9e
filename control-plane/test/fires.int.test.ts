import { HOUR_MS } from '@alyson/schema';
import { runs, scheduleFires, schedules } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackgroundTask } from '../src/background.ts';
import { handleFire } from '../src/features/schedules/handle-fire.ts';
import { createEmbeddedFireSource } from '../src/io/fire-source.embedded.ts';
import { createSqsFireSource } from '../src/io/fire-source.sqs.ts';
import type { Fire } from '../src/io/fire-source.ts';
import { startedExperiment } from './support/drafts.ts';
import { type FakeSqs, startFakeSqs } from './support/fake-sqs.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const FIRE_TOKEN = 'fire-token-of-the-tests';
const plane = useControlPlane({ fireToken: FIRE_TOKEN });
const tasks: BackgroundTask[] = [];
let queue: FakeSqs;

beforeEach(async () => {
  plane.clock.now = STARTED_AT;
  await plane.db.delete(schedules);
  queue = await startFakeSqs();
});
afterEach(async () => {
  await Promise.all(tasks.splice(0).map((task) => task.stop()));
  await queue.close();
});

const running = async () =>
  (await startedExperiment(plane.client(), { gradingSchedule: { expression: 'rate(1 hour)' } })).id;

const textOf = (experimentId: string, scheduledTime: number) =>
  JSON.stringify({
    scheduleArn: 'arn:aws:scheduler:x',
    experimentId,
    kind: 'grading',
    scheduledTime: new Date(scheduledTime).toISOString().replace('.000Z', 'Z'),
  });

function consume(handle: (fire: Fire) => Promise<unknown> = (fire) => handleFire(plane.deps, fire)): BackgroundTask {
  const { log, counters } = plane.deps;
  const source = createSqsFireSource({
    log,
    counters,
    region: 'us-east-1',
    queueArn: queue.queueArn,
    endpoint: queue.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const task = source.start(handle);
  tasks.push(task);
  return task;
}

const firesOf = (id: string) => plane.db.select().from(scheduleFires).where(eq(scheduleFires.experimentId, id));
const runsOf = (id: string) => plane.db.select().from(runs).where(eq(runs.experimentId, id));
const empty = () => vi.waitFor(() => expect(queue.bodies()).toEqual([]), { timeout: 10_000 });

describe('C11: fires from the queue', () => {
  test('given a fire, then it has its effect and is deleted; the poll is long and its messages are ours for a while', async () => {
    const id = await running();
    consume();
    queue.send(textOf(id, STARTED_AT));
    await empty();
    expect(await runsOf(id)).toHaveLength(1);
    await vi.waitFor(() => expect(queue.lastReceive.waitSeconds).toBe(20));
    expect(queue.lastReceive.visibilitySeconds).toBeGreaterThanOrEqual(60);
  });

  test('given the same fire 25 times and three consumers, then one effect, and the queue is empty', async () => {
    const id = await running();
    for (let i = 0; i < 25; i += 1) queue.send(textOf(id, STARTED_AT));
    for (let i = 0; i < 3; i += 1) consume();
    await empty();
    expect(await firesOf(id)).toMatchObject([{ outcome: 'applied' }]);
    expect(await runsOf(id)).toHaveLength(1);
  });

  test('given fires of one experiment in the wrong order, then the older goes first and none is stale', async () => {
    const id = await running();
    for (const hoursAgo of [0, 2, 1]) queue.send(textOf(id, STARTED_AT - hoursAgo * HOUR_MS));
    consume();
    await empty();
    expect((await firesOf(id)).map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
  });

  test('given the database fails, then the fire stays, comes again, and has its effect then', async () => {
    const id = await running();
    let isDown = true;
    consume(async (fire) => {
      if (isDown) throw new Error('no database');
      await handleFire(plane.deps, fire);
    });
    queue.send(textOf(id, STARTED_AT));
    await vi.waitFor(() => expect(plane.deps.counters.taskFailures.get('fire queue')).toBeGreaterThan(0));
    expect(queue.bodies()).toHaveLength(1);
    isDown = false;
    queue.expire();
    await empty();
    expect(await runsOf(id)).toHaveLength(1);
  });

  test('given a delete that fails or is refused after the effect, then the fire comes again and changes nothing', async () => {
    const id = await running();
    queue.misbehave('delete_refused');
    consume();
    queue.send(textOf(id, STARTED_AT));
    await vi.waitFor(async () => expect(await firesOf(id)).toHaveLength(1));
    queue.expire();
    await empty();
    expect(await runsOf(id)).toHaveLength(1);
  });

  test('given messages that nobody can read, then they go to the dead letters, and hold no other back', async () => {
    const id = await running();
    const poison = ['no JSON', '{}', textOf(id, STARTED_AT).replace('grading', 'party'), textOf('exp_x', STARTED_AT)];
    for (const text of poison) queue.send(text);
    queue.send(textOf(id, STARTED_AT));
    consume();
    await vi.waitFor(async () => expect(await runsOf(id)).toHaveLength(1));
    await vi.waitFor(() => {
      queue.expire();
      expect(queue.deadLetters).toHaveLength(4);
    });
    expect(queue.deadLetters.toSorted()).toEqual(poison.toSorted());
  });

  test('given the queue fails, then the consumer goes on once it answers', async () => {
    const id = await running();
    queue.misbehave('receive_fails', 'receive_fails', 'receive_fails', 'receive_fails');
    consume();
    queue.send(textOf(id, STARTED_AT));
    await empty();
    expect(await runsOf(id)).toHaveLength(1);
  });

  test('given it is stopped, then what is under way ends and is deleted, and an idle poll holds nothing up', async () => {
    const id = await running();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = false;
    const task = consume(async (fire) => {
      begun = true;
      await held;
      await handleFire(plane.deps, fire);
    });
    queue.send(textOf(id, STARTED_AT));
    await vi.waitFor(() => expect(begun).toBe(true));
    const stopped = task.stop();
    release();
    await stopped;
    expect(queue.bodies()).toEqual([]);
    expect(await runsOf(id)).toHaveLength(1);
    const idle = consume();
    await vi.waitFor(() => expect(queue.lastReceive.waitSeconds).toBe(20));
    const startedAt = performance.now();
    await idle.stop();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('C11: fires by HTTP', () => {
  const bring = (body: string, token: string | null = FIRE_TOKEN, headers = { 'content-type': 'application/json' }) =>
    plane.request('/internal/fires', { method: 'POST', body, headers, ...(token !== null && { token }) });

  test('given a fire, and again, then it is applied once, and the repeat is told so', async () => {
    const id = await running();
    const first = await bring(textOf(id, STARTED_AT));
    expect([first.status, await first.json()]).toEqual([200, { outcome: 'applied' }]);
    expect(await (await bring(textOf(id, STARTED_AT))).json()).toEqual({ outcome: 'repeated' });
    expect(await runsOf(id)).toHaveLength(1);
  });

  test.each([null, 'wrong', `${FIRE_TOKEN}x`, ''])('given the token %j, then 401 and no effect', async (token) => {
    const id = await running();
    expect((await bring(textOf(id, STARTED_AT), token)).status).toBe(401);
    expect(await firesOf(id)).toEqual([]);
  });

  test('given what is no fire, then the field is named', async () => {
    const id = await running();
    const late = await bring(textOf(id, STARTED_AT + HOUR_MS));
    expect([late.status, await late.json()]).toMatchObject([422, { errors: [{ pointer: '#/scheduledTime' }] }]);
    const strange = await bring('{}');
    expect(strange.status).toBe(422);
    expect((await bring('no JSON')).status).toBe(400);
    expect((await bring(`"${'x'.repeat(70_000)}"`)).status).toBe(413);
  });
});

describe('C11: all doors at once', () => {
  test('given two embedded schedulers, two consumers and HTTP bring the same times, then each time has one run', async () => {
    const ids = await Promise.all([running(), running(), running()]);
    const due = STARTED_AT + HOUR_MS;
    plane.clock.now = due;
    const handle = (fire: Fire) => handleFire(plane.deps, fire);
    for (let i = 0; i < 2; i += 1) tasks.push(createEmbeddedFireSource(plane.deps).start(handle));
    for (let i = 0; i < 2; i += 1) consume();
    for (let i = 0; i < 5; i += 1) for (const id of ids) queue.send(textOf(id, due));
    const headers = { 'content-type': 'application/json' };
    const bring = (id: string) =>
      plane.request('/internal/fires', { method: 'POST', body: textOf(id, due), headers, token: FIRE_TOKEN });
    await Promise.all(ids.map(bring));
    await empty();
    for (const id of ids) {
      expect(await runsOf(id)).toHaveLength(1);
      expect(await firesOf(id)).toMatchObject([{ outcome: 'applied', scheduledFor: new Date(due) }]);
    }
    expect(
      (await plane.client().getExperiment({ params: { experimentId: ids[0] ?? '' } as never })).nextGradingAt,
    ).toBe(new Date(due + HOUR_MS).toISOString());
  });
});

describe('C11: the next five fires of an expression', () => {
  const next = (expression: string, timezone = 'UTC') =>
    plane.client(plane.workspace.tokens.viewer).listNextFires({ query: { expression, timezone } });

  test('given clocks that change meanwhile, then local time stays', async () => {
    plane.clock.now = Date.parse('2026-10-30T12:00:00Z');
    expect((await next('cron(0 9 * * ? *)', 'America/New_York')).fires).toEqual([
      '2026-10-30T13:00:00.000Z',
      '2026-10-31T13:00:00.000Z',
      '2026-11-01T14:00:00.000Z',
      '2026-11-02T14:00:00.000Z',
      '2026-11-03T14:00:00.000Z',
    ]);
  });

  test('given a rate, then it counts from this minute; given an at(), then there is one', async () => {
    plane.clock.now = STARTED_AT + 30_000;
    expect((await next('rate(15 minutes)')).fires[0]).toBe('2026-11-22T12:15:00.000Z');
    expect((await next('at(2026-12-01T09:00:00)')).fires).toEqual(['2026-12-01T09:00:00.000Z']);
  });

  test.each([
    { expression: 'cron(0 9 * * * *)', pointer: '#/expression' },
    { expression: 'at(2020-01-01T00:00:00)', pointer: '#/expression' },
    { expression: 'rate(1 hour)', timezone: 'Mars', pointer: '#/timezone' },
  ])('given $expression in $timezone, then $pointer is at fault', async ({ expression, timezone, pointer }) => {
    await expect(next(expression, timezone)).rejects.toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer }],
    });
  });
});
