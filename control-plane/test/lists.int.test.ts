import { DAY_MS, type ExperimentSort, HOUR_MS, ProblemError } from '@alyson/schema';
import { beforeAll, describe, expect, test } from 'vitest';
import { draft, startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const NAMES = ['berta', 'Anna', 'carla', 'Élodie', 'dora', 'Zoe', 'anna 2', '_first', 'ÀBC'];

beforeAll(async () => {
  for (const name of NAMES) {
    await plane.client().createExperiment({ body: draft({ name }) });
    plane.clock.now += 1000;
  }
});

const pointerOf = (error: unknown): string | undefined =>
  error instanceof ProblemError ? error.errors[0]?.pointer : String(error);

/** Everything, by pages of two; `between` runs after each page. */
async function readAll(sort: ExperimentSort, between: () => Promise<unknown> = async () => undefined) {
  const items: { id: string; name: string; createdAt: string; updatedAt: string }[] = [];
  let cursor: string | undefined;
  do {
    const page = await plane.client().listExperiments({ query: { sort, limit: 2, cursor } });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
    await between();
  } while (cursor !== undefined);
  return items;
}

describe('C5: lists', () => {
  test.each(['name', 'createdAt', 'updatedAt'] as const)(
    'given the order %s, then pages join to the whole list in it, and backwards to its reverse',
    async (sort) => {
      const upwards = await readAll(sort);
      expect(upwards).toHaveLength(NAMES.length);
      expect(new Set(upwards.map(({ id }) => id)).size).toBe(NAMES.length);
      expect(await readAll(`-${sort}`)).toEqual(upwards.toReversed());
      const values = upwards.map((item) => (sort === 'name' ? item.name.toLowerCase() : item[sort]));
      if (sort !== 'name') expect(values).toEqual(values.toSorted());
      else expect(values.indexOf('anna')).toBeLessThan(values.indexOf('berta'));
    },
  );

  test('given experiments that are created while pages are read, then none of those before is missed or comes twice', async () => {
    const before = new Set((await readAll('name')).map(({ id }) => id));
    const seen = await readAll('name', () => plane.client().createExperiment({ body: draft({ name: 'a new one' }) }));
    const ofBefore = seen.filter(({ id }) => before.has(id)).map(({ id }) => id);
    expect(ofBefore).toHaveLength(before.size);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  });

  test('given a cursor, then it fits its list, its filters and its order alone, with pages of any size', async () => {
    const client = plane.client();
    const { nextCursor } = await client.listExperiments({ query: { sort: 'name', limit: 2 } });
    const cursor = nextCursor ?? expect.fail('one page only');
    expect((await client.listExperiments({ query: { sort: 'name', limit: 5, cursor } })).items).toHaveLength(5);
    const altered = `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`;
    const wrong = [
      client.listExperiments({ query: { sort: '-name', cursor } }),
      client.listExperiments({ query: { sort: 'name', state: 'draft', cursor } }),
      client.listExperiments({ query: { sort: 'name', cursor: altered } }),
      client.listExperiments({ query: { sort: 'name', cursor: '' } }),
      client.listLinks({ query: { cursor } }),
      plane.client(plane.otherWorkspace.tokens.admin).listExperiments({ query: { sort: 'name', cursor } }),
    ];
    const refusals = await Promise.allSettled(wrong);
    for (const one of refusals) expect(one.status === 'rejected' && pointerOf(one.reason)).toBe('#/cursor');
  });

  test('given a filter, then exactly what it names is listed', async () => {
    const client = plane.client();
    const running = await startedExperiment(client, { name: 'Filtered', mode: 'auto' });
    const [agent, other] = running.agents;
    const base = { workspaceId: plane.workspace.id, experimentId: running.id };
    const clicks = [
      makeClick({ ...base, agentId: agent?.id ?? null, country: 'US', affiliateId: '7', reason: 'split' }),
      makeClick({ ...base, agentId: other?.id ?? null, country: 'DE', affiliateId: '8', reason: 'forced' }),
    ];
    await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
    const [first, second] = clicks.map(({ id }) => id);
    const ids = async (query: object) => (await client.listClicks({ query })).items.map(({ id }) => id);
    const ofThis = { experimentId: running.id };
    expect(await ids({ ...ofThis, country: 'DE' })).toEqual([second]);
    expect(await ids({ ...ofThis, affiliateId: '7' })).toEqual([first]);
    expect(await ids({ ...ofThis, reason: 'forced' })).toEqual([second]);
    expect(await ids({ ...ofThis, agentId: agent?.id })).toEqual([first]);
    expect(await ids({ ...ofThis, from: '2031-01-01T00:00:00.000Z' })).toEqual([]);
    expect((await client.listExperiments({ query: { mode: 'auto' } })).items.map(({ id }) => id)).toEqual([running.id]);
    expect((await client.listLinks({ query: ofThis })).items.map(({ id }) => id)).toEqual([running.links[0]?.id]);
    expect((await client.listLinks({ query: { ...ofThis, kind: 'path' } })).items).toEqual([]);
    const started = await client.listAudit({ query: { action: 'experiment.started', objectId: running.id } });
    expect(started.items.map(({ objectId }) => objectId)).toEqual([running.id]);
    expect((await client.listAudit({ query: { actorKind: 'optimizer' } })).items).toEqual([]);
    const { items: releases } = await client.listReleases({ params: ofThis, query: { cause: 'started' } });
    expect(releases.map(({ number }) => number)).toEqual([1]);
    expect((await client.listRuns({ params: ofThis, query: { state: 'failed' } })).items).toEqual([]);
  });

  test('given a parameter that no list has, or one that comes twice, then it is refused by its name', async () => {
    const { token } = { token: plane.workspace.tokens.viewer };
    for (const [search, pointer] of [
      ['stat=running', '#/stat'],
      ['limit=1&limit=2', '#/limit'],
      ['sort=clicks', '#/sort'],
    ]) {
      const answer = await plane.request(`/v1/experiments?${search}`, { token });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ errors: [{ pointer }] });
    }
  });

  test('given clicks in every hour of sixteen days, then an experiment counts those of its last fourteen', async () => {
    const { id: experimentId, agents } = await startedExperiment(plane.client(), { name: 'every hour' });
    const HOURS = 16 * 24;
    const clicks = Array.from({ length: HOURS }, (_, i) =>
      makeClick({ experimentId, agentId: agents[i % 2]?.id ?? null, at: STARTED_AT - i * HOUR_MS, isBot: i % 3 === 0 }),
    );
    await plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks } });
    const before = plane.clock.now;
    // At several hours of the day: whole days and the rest of one are counted apart.
    for (const hour of [0, 7, 23]) {
      plane.clock.now = STARTED_AT + hour * HOUR_MS;
      const since = plane.clock.now - 14 * DAY_MS;
      const shown = clicks.filter((click) => Math.floor(click.at / HOUR_MS) * HOUR_MS >= since);
      const bots = shown.filter((click) => click.isBot).length;
      const { items } = await plane.client().listExperiments({ query: { q: 'every hour' } });
      expect(items).toMatchObject([{ outcomes: { clicks: shown.length - bots, botClicks: bots } }]);
    }
    plane.clock.now = before;
  });
});
