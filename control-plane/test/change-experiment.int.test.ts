import type { Experiment } from '@alyson/schema';
import { auditEntries, releases } from '@alyson/schema/tables';
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

describe('changing settings', () => {
  test('given settings of the grading alone, then no release is made', async () => {
    const running = await startedExperiment(plane.client());
    const changed = await plane.client().changeExperiment({
      ...at(running),
      ifMatch: running.version,
      body: { mode: 'auto', name: 'Renamed', gradingSchedule: { expression: 'rate(15 minutes)' } },
    });
    expect(changed).toMatchObject({
      mode: 'auto',
      name: 'Renamed',
      version: running.version + 1,
      release: { number: 1 },
    });
    expect(changed.nextGradingAt).toBe(new Date(plane.clock.now + 900_000).toISOString());
    expect((await auditOf(running.id)).at(-1)).toMatchObject({
      action: 'experiment.changed',
      before: { mode: 'fixed', gradingSchedule: null },
      after: { mode: 'auto', name: 'Renamed' },
    });
    const without = await plane
      .client()
      .changeExperiment({ ...at(running), ifMatch: changed.version, body: { gradingSchedule: null } });
    expect(without).toMatchObject({ gradingSchedule: null, nextGradingAt: null, mode: 'auto' });
  });

  test('given settings that are so already, then nothing changes: no version, no release, no entry', async () => {
    const running = await startedExperiment(plane.client(), { gradingSchedule: { expression: 'rate(1 hour)' } });
    plane.clock.now += 60_000;
    const { name, mode, fallbackUrl, optimization, gradingSchedule } = running;
    const same = { name, mode, fallbackUrl, optimization, gradingSchedule };
    const ifMatch = running.version;
    expect(await plane.client().changeExperiment({ ...at(running), ifMatch, body: same })).toEqual(running);
    expect(await plane.client().changeExperiment({ ...at(running), ifMatch, body: {} })).toEqual(running);
    expect(await auditOf(running.id)).toHaveLength(2);
    const renamed = await plane.client().changeExperiment({ ...at(running), ifMatch, body: { ...same, name: 'New' } });
    expect(renamed.nextGradingAt).toBe(running.nextGradingAt);
    expect((await auditOf(running.id)).at(-1)).toMatchObject({ before: { name }, after: { name: 'New' } });
  });

  test('C5: given one limit, or a schedule without its timezone, then the others stay as they were', async () => {
    const running = await startedExperiment(plane.client(), {
      optimization: { floorBasisPoints: 300, stepBasisPoints: 777, burnInClicks: 5, staleAfterMinutes: 60 },
      gradingSchedule: { expression: 'rate(1 hour)', timezone: 'Europe/Paris' },
    });
    const changed = await plane.client().changeExperiment({
      ...at(running),
      ifMatch: running.version,
      body: { optimization: { floorBasisPoints: 400 }, gradingSchedule: { expression: 'rate(2 hours)' } },
    });
    expect(changed).toMatchObject({
      optimization: { floorBasisPoints: 400, stepBasisPoints: 777, burnInClicks: 5, staleAfterMinutes: 60 },
      gradingSchedule: { expression: 'rate(2 hours)', timezone: 'Europe/Paris' },
    });
  });

  test('given another fallback, then it is released, even after the end', async () => {
    const running = await startedExperiment(plane.client());
    const changed = await plane
      .client()
      .changeExperiment({ ...at(running), ifMatch: running.version, body: { fallbackUrl: 'https://a.example/' } });
    expect(changed.release?.number).toBe(2);
    const completed = await plane.client().completeExperiment(at(running));
    const after = await plane
      .client()
      .changeExperiment({ ...at(running), ifMatch: completed.version, body: { fallbackUrl: 'https://b.example/' } });
    expect(after.release?.number).toBe(4);
    expect((await releasesOf(running.id)).at(-1)).toMatchObject({
      cause: 'edited',
      document: { state: 'ended', fallbackUrl: 'https://b.example/' },
    });
    const refused = await problemOf(
      plane.client().changeExperiment({ ...at(running), ifMatch: after.version, body: { mode: 'auto' } }),
    );
    expect(refused.code).toBe('transition_refused');
  });

  test.each([
    {
      given: 'a floor that does not fit',
      body: { optimization: { floorBasisPoints: 5000, stepBasisPoints: 1, burnInClicks: 0, staleAfterMinutes: 1 } },
      pointer: null,
    },
    { given: 'a mode that is none', body: { mode: 'manual' }, pointer: '#/mode' },
    { given: 'a fallback without TLS', body: { fallbackUrl: 'http://a.example/' }, pointer: '#/fallbackUrl' },
  ])('given $given, then it is $pointer that is named', async ({ body, pointer }) => {
    const running = await startedExperiment(plane.client());
    const answer = plane.client().changeExperiment({ ...at(running), ifMatch: running.version, body: body as object });
    if (pointer === null) expect((await answer).optimization.floorBasisPoints).toBe(5000);
    else expect(await problemOf(answer)).toMatchObject({ code: 'validation_failed', errors: [{ pointer }] });
  });

  test('given a floor too high for three agents, then it is named', async () => {
    const agents = [3334, 3333, 3333].map((weightBasisPoints, i) => ({
      name: `${i}`,
      landingUrl: `https://p.example/${i}`,
      weightBasisPoints,
    }));
    const running = await startedExperiment(plane.client(), { agents });
    const optimization = { ...running.optimization, floorBasisPoints: 4000 };
    const problem = await problemOf(
      plane.client().changeExperiment({ ...at(running), ifMatch: running.version, body: { optimization } }),
    );
    expect(problem).toMatchObject({ errors: [{ pointer: '#/optimization/floorBasisPoints' }] });
  });
});

describe('the list', () => {
  test('given several experiments, then it pages by newest change, filters and searches', async () => {
    const client = plane.client(plane.otherWorkspace.tokens.admin);
    const made: Experiment[] = [];
    for (const name of ['Zebra 1', 'Zebra 2', '100%_zebra']) {
      plane.clock.now += 1000;
      made.push(await client.createExperiment({ body: draft({ name }) }));
    }
    plane.clock.now += 1000;
    await client.startExperiment({ params: { experimentId: made[0]?.id ?? expect.fail() } });
    const first = await client.listExperiments({ query: { q: 'zebra', limit: 2 } });
    expect(first.items.map((item) => item.name)).toEqual(['Zebra 1', '100%_zebra']);
    const second = await client.listExperiments({
      query: { q: 'zebra', limit: 2, cursor: first.nextCursor ?? expect.fail() },
    });
    expect(second).toMatchObject({ items: [{ name: 'Zebra 2' }], nextCursor: null });
    expect((await client.listExperiments({ query: { state: 'running' } })).items).toMatchObject([
      { name: 'Zebra 1', outcomes: { clicks: 0, revenueMicros: 0 }, splits: [{ weights: [5000, 5000] }], best: null },
    ]);
    const held = async (held: 'true' | 'false') =>
      (await client.listExperiments({ query: { state: 'running', held } })).items.length;
    expect([await held('true'), await held('false')]).toEqual([0, 1]);
    await client.holdExperiment({ params: { experimentId: made[0]?.id ?? expect.fail() }, body: { reason: 'Wait' } });
    expect([await held('true'), await held('false')]).toEqual([1, 0]);
    expect((await client.listExperiments({ query: { q: '%_' } })).items.map((item) => item.name)).toEqual([
      '100%_zebra',
    ]);
    expect((await problemOf(client.listExperiments({ query: { cursor: 'nonsense' } }))).errors).toMatchObject([
      { pointer: '#/cursor' },
    ]);
  });
});
