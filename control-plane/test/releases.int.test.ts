import { verify } from 'node:crypto';
import { BUNDLE_DOMAIN, type Experiment, ReleasePlaces } from '@alyson/schema';
import { bundles, clicks, releases } from '@alyson/schema/tables';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { confirmEdgeState } from '../src/features/releases/confirm-edge-state.ts';
import { relayOutbox } from '../src/outbox/relay-outbox.ts';
import { startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
const read = (experiment: Experiment) => plane.client().getExperiment(at(experiment));
const list = (experiment: Experiment) => plane.client().listReleases({ ...at(experiment), query: {} });

async function override(experiment: Experiment, split: number[]): Promise<Experiment> {
  const { version, agents } = await read(experiment);
  const weights = agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: split[i] ?? 0 }));
  return plane
    .client()
    .overrideSplit({ ...at(experiment), ifMatch: version, body: { weights, reason: 'test', hold: false } });
}

async function rollBack(experiment: Experiment, number: number, hold = false, version?: number): Promise<Experiment> {
  const ifMatch = version ?? (await read(experiment)).version;
  const params = { experimentId: experiment.id, number };
  return plane.client().rollBack({ params, ifMatch, body: { reason: 'it sold better', hold } });
}

const confirm = (experiment: Experiment, number: number) =>
  plane.db
    .update(releases)
    .set({ confirmedAt: new Date(plane.clock.now) })
    .where(and(eq(releases.experimentId, experiment.id), eq(releases.number, number)));

describe('C9: rolling back', () => {
  const three = {
    agents: [5000, 3000, 2000].map((weightBasisPoints, i) => ({
      name: `Page ${i}`,
      landingUrl: `https://pages.example/${i}`,
      weightBasisPoints,
    })),
  };

  test('given later splits, then the old table itself comes back under a new number, as every unit had it', async () => {
    const started = await startedExperiment(plane.client(), three);
    await override(started, [100, 9000, 900]);
    await override(started, [2000, 2000, 6000]);
    const back = await rollBack(started, 1, true);
    expect(back.agents.map((agent) => agent.weightBasisPoints)).toEqual([5000, 3000, 2000]);
    expect(back).toMatchObject({ release: { number: 4 }, holdReason: 'it sold better' });
    const made = await plane.db
      .select()
      .from(releases)
      .where(eq(releases.experimentId, started.id))
      .orderBy(releases.number);
    expect(made[3]?.document.table).toEqual(made[0]?.document.table);
    expect((await list(started)).items[0]).toMatchObject({
      number: 4,
      cause: 'rollback',
      rollbackOf: 1,
      reason: 'it sold better',
    });
  });

  test('C5: given the button is pressed twice, then there is one release and the second press is told why', async () => {
    const started = await startedExperiment(plane.client(), three);
    const { version } = await override(started, [100, 9000, 900]);
    const presses = [1, 2].map(() => rollBack(started, 1, false, version));
    const outcomes = await Promise.allSettled(presses);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'stale_version' } });
    expect((await list(started)).items.map(({ number }) => number)).toEqual([3, 2, 1]);
  });

  test('given an agent is off by now, then it stays off and the experiment stays paused', async () => {
    const started = await startedExperiment(plane.client(), three);
    await override(started, [100, 9000, 900]);
    const agentId = started.agents[1]?.id ?? expect.fail();
    await plane.client().turnAgentOff({ params: { experimentId: started.id, agentId } });
    await plane.client().pauseExperiment(at(started));
    const back = await rollBack(started, 1);
    expect(back).toMatchObject({ state: 'paused', heldSince: null });
    expect(back.agents[1]).toMatchObject({ state: 'off', weightBasisPoints: 3000 });
    expect((await list(started)).items[0]).toMatchObject({ state: 'paused', offAgentIds: [agentId] });
  });

  test.each([
    { given: 'a release that does not exist', number: 9, code: 'not_found' },
    { given: 'a number that the database cannot hold', number: 2 ** 31, code: 'not_found' },
    { given: 'the release in force', number: 1, code: 'transition_refused' },
  ])('given $given, then $code', async ({ number, code }) => {
    const started = await startedExperiment(plane.client());
    await expect(rollBack(started, number)).rejects.toMatchObject({ code });
    expect((await list(started)).items).toHaveLength(1);
  });

  test('given an old split that leaves nobody who is on, then it is refused in words', async () => {
    const started = await startedExperiment(plane.client());
    await override(started, [10_000, 0]);
    await override(started, [5000, 5000]);
    const agentId = started.agents[0]?.id ?? expect.fail();
    await plane.client().turnAgentOff({ params: { experimentId: started.id, agentId } });
    await expect(rollBack(started, 2)).rejects.toMatchObject({
      code: 'transition_refused',
      message: expect.stringMatching(/no weight/),
    });
  });
});

describe('the list of releases', () => {
  test('given several, then they come newest first, page by page', async () => {
    const started = await startedExperiment(plane.client());
    for (const first of [1000, 2000, 3000, 4000]) await override(started, [first, 10_000 - first]);
    const page = await plane.client().listReleases({ ...at(started), query: { limit: 3 } });
    expect(page.items.map((release) => release.number)).toEqual([5, 4, 3]);
    const next = await plane
      .client()
      .listReleases({ ...at(started), query: { limit: 3, cursor: page.nextCursor ?? expect.fail() } });
    expect(next).toMatchObject({ items: [{ number: 2 }, { number: 1, cause: 'started' }], nextCursor: null });
  });

  async function overriddenAndConfirmed() {
    const started = await startedExperiment(plane.client());
    await override(started, [1000, 9000]);
    await confirm(started, 2);
    expect((await read(started)).release?.status).toBe('published');
    const agentId = started.agents[0]?.id ?? null;
    const click = (releaseNumber: number | null, ageMs: number, edge = 'FRA') =>
      makeClick({
        workspaceId: plane.workspace.id,
        experimentId: started.id,
        agentId,
        edge,
        releaseNumber,
        at: plane.clock.now - ageMs,
      });
    const deliver = (made: ReturnType<typeof click>[]) =>
      plane.client(plane.workspace.tokens.edge).deliverClicks({ body: { clicks: made } });
    return { started, click, deliver };
  }

  test('R22: given a confirmed release, then it is applied once 99% of the last half minute carry it', async () => {
    const { started, click, deliver } = await overriddenAndConfirmed();
    await deliver([click(1, 31_000), click(1, 29_000), ...Array.from({ length: 98 }, () => click(2, 1_000))]);
    expect((await read(started)).release?.status).toBe('published');
    await deliver([click(2, 500)]);
    expect((await read(started)).release?.status).toBe('applied');
    expect((await list(started)).items.map((release) => release.status)).toEqual(['applied', 'publishing']);
    expect(await plane.db.select().from(clicks).where(eq(clicks.experimentId, started.id))).toHaveLength(101);
  });

  test('R22: given a location whose newest click carries an older release or none, then it is not applied', async () => {
    for (const lagging of [1, null]) {
      const { started, click, deliver } = await overriddenAndConfirmed();
      await deliver([...Array.from({ length: 300 }, () => click(2, 5_000)), click(lagging, 4_000, 'NRT')]);
      expect((await read(started)).release?.status).toBe('published');
      await deliver([click(2, 1_000, 'NRT')]);
      expect((await read(started)).release?.status).toBe('applied');
    }
  });
});

describe('R19: bundles for an edge that pulls', () => {
  const pull = () => plane.client(plane.workspace.tokens.edge);

  test('given a started experiment, then its bundle is listed, and its text is what was signed', async () => {
    const started = await startedExperiment(plane.client());
    while (await relayOutbox(plane.deps));
    const { shardCount, shards } = await pull().listBundles({});
    expect(shardCount).toBe(plane.deps.config.shardCount);
    const all = await Promise.all(shards.map(({ shard }) => pull().getBundle({ params: { shard } })));
    for (const { payload, signature } of all) {
      const isSigned = verify(
        null,
        Buffer.from(BUNDLE_DOMAIN + payload),
        plane.releasePublicKey,
        Buffer.from(signature, 'base64'),
      );
      expect(isSigned).toBe(true);
    }
    expect(all.some(({ payload }) => payload.includes(started.id))).toBe(true);
    expect(shards.map(({ sequence }) => sequence)).toEqual(all.map(({ payload }) => JSON.parse(payload).sequence));
  });

  test('given a shard without a bundle, or a person, then it is refused', async () => {
    for (const shard of [4000, 2 ** 31])
      await expect(pull().getBundle({ params: { shard } })).rejects.toMatchObject({ code: 'not_found' });
    await expect(plane.client().listBundles({})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('R22: given edges, then each is shown as it was last heard of, with what it lacks and what it says is wrong', async () => {
  await startedExperiment(plane.client());
  while (await relayOutbox(plane.deps));
  const { shards } = await plane.client(plane.workspace.tokens.edge).listBundles({});
  const seenAt = new Date(plane.clock.now).toISOString();
  const alarm = { name: 'bundles_refused', since: seenAt, detail: 'bundles were refused' };
  const held = shards.map((shard) => ({ ...shard, acceptedAtMs: 1 }));
  const state = { edge: 'FRA', environment: 'local', releases: {} };
  const edgeUrls = ['http://good.test', 'http://behind.test', 'http://unheard.test'];
  await confirmEdgeState(plane.deps, 'http://good.test', { ...state, shards: held });
  await confirmEdgeState(plane.deps, 'http://behind.test', { ...state, shards: held.slice(1), alarms: [alarm] });
  await confirmEdgeState(plane.deps, 'http://gone.test', { ...state, shards: held });
  const app = createApp({ ...plane.deps, config: { ...plane.deps.config, edgeUrls } });
  const authorization = `Bearer ${plane.workspace.tokens.viewer}`;
  expect(await (await app.request('/v1/edges', { headers: { authorization } })).json()).toEqual({
    items: [
      { url: edgeUrls[0], name: 'FRA', seenAt, behind: 0, behindSince: null, drift: null, alarms: [] },
      { url: edgeUrls[1], name: 'FRA', seenAt, behind: 1, behindSince: seenAt, drift: null, alarms: [alarm] },
      { url: edgeUrls[2], name: null, seenAt: null, behind: shards.length, behindSince: null, drift: null, alarms: [] },
    ],
  });
});

test('given anybody at the database, then neither the audit log nor a release can be altered (C3)', async () => {
  const started = await startedExperiment(plane.client());
  const refused = { cause: { message: expect.stringMatching(/append-only|immutable/) } };
  await expect(plane.db.execute('delete from audit_entries')).rejects.toMatchObject(refused);
  await expect(plane.db.execute("update audit_entries set reason = 'other'")).rejects.toMatchObject(refused);
  await expect(plane.db.execute('truncate audit_entries')).rejects.toMatchObject(refused);
  const change = plane.db.update(releases).set({ reason: 'other' }).where(eq(releases.experimentId, started.id));
  await expect(change).rejects.toMatchObject(refused);
});

describe('R22: an edge that falls back', () => {
  const EDGE = 'http://restored.test';
  const instance = () => ({ ...plane.deps, config: { ...plane.deps.config, edgeUrls: [EDGE] } });
  const ask = async (path: string) => {
    const authorization = `Bearer ${plane.workspace.tokens.viewer}`;
    return (await createApp(instance()).request(path, { headers: { authorization } })).json();
  };

  test('given its disk was restored from an old one, then it is found, shown with what it serves, and marked repaired', async () => {
    const started = await startedExperiment(plane.client());
    while (await relayOutbox(plane.deps));
    const old = await heldNow({ [started.id]: 1 });
    await confirmEdgeState(instance(), EDGE, old);
    plane.clock.now += 60_000;
    await override(started, [1000, 9000]);
    while (await relayOutbox(plane.deps));
    const current = await heldNow({ [started.id]: 2 });
    await confirmEdgeState(instance(), EDGE, current);
    expect(await ask('/v1/edges')).toMatchObject({ items: [{ behind: 0, behindSince: null, drift: null }] });

    const foundAt = new Date(plane.clock.now).toISOString();
    await confirmEdgeState(instance(), EDGE, old);
    expect(await ask('/v1/edges')).toMatchObject({
      items: [{ behind: 1, behindSince: foundAt, drift: { foundAt, bundles: 1, repairedAt: null } }],
    });
    const places = ReleasePlaces.parse(await ask(`/v1/experiments/${started.id}/edges`));
    expect(places).toMatchObject({ number: 2, leftOut: null, edges: [{ url: EDGE, holds: 1, status: 'behind' }] });
    expect(places.edges[0]?.publishedAt).toBe((await list(started)).items[1]?.publishedAt);

    plane.clock.now += 2_000;
    await confirmEdgeState(instance(), EDGE, current);
    expect(await ask('/v1/edges')).toMatchObject({
      items: [{ behind: 0, drift: { foundAt, repairedAt: new Date(plane.clock.now).toISOString() } }],
    });
    expect(await ask(`/v1/experiments/${started.id}/edges`)).toMatchObject({ edges: [{ holds: 2, status: 'holds' }] });
  });

  test('given a release that found no room in its bundle, then it says so, with the sizes', async () => {
    const started = await startedExperiment(plane.client());
    while (await relayOutbox(plane.deps));
    const leftOut = [{ experimentId: started.id, number: 1, bytes: 9_000_000 }];
    await plane.db.update(bundles).set({ leftOut });
    expect(await ask(`/v1/experiments/${started.id}/edges`)).toMatchObject({
      leftOut: { number: 1, bytes: 9_000_000, mostBytes: 8 * 1024 * 1024 },
      edges: [{ holds: null, status: 'behind' }],
    });
  });

  async function heldNow(numbers: Record<string, number>) {
    const { shards } = await plane.client(plane.workspace.tokens.edge).listBundles({});
    const held = shards.map((shard) => ({ ...shard, acceptedAtMs: 1 }));
    return { edge: 'FRA', environment: 'local', shards: held, releases: numbers };
  }
});

describe('C9: the difference of any two releases', () => {
  test('given settings, rules, links, a split and agents that were altered, then all of it is told, in either order', async () => {
    const started = await startedExperiment(plane.client());
    const overridden = await override(started, [1000, 9000]);
    await plane.client().changeExperiment({ ...at(started), ifMatch: overridden.version, body: { stickyDays: 7 } });
    await plane.client().addLink({ ...at(started), body: { kind: 'slug', value: 'one-more' } });
    const agentId = started.agents[0]?.id ?? expect.fail();
    await plane.client().turnAgentOff({ params: { experimentId: started.id, agentId } });
    const diff = await plane
      .client()
      .diffReleases({ params: { ...at(started).params, number: 5 }, query: { against: 1 } });
    expect(diff).toMatchObject({ older: 1, newer: 5, movedBuckets: 4000, knowsLinks: true });
    expect(diff.changes).toMatchObject([
      { of: 'settings', kind: 'changed', fields: [{ field: 'stickyDays', before: 0, after: 7 }] },
      { of: 'link', kind: 'added', name: 'one-more' },
      { of: 'agent', kind: 'changed', name: 'A', fields: [{ field: 'isOn', before: true, after: false }] },
    ]);
    const turned = await plane
      .client()
      .diffReleases({ params: { ...at(started).params, number: 1 }, query: { against: 5 } });
    expect(turned).toEqual(diff);
  });

  test('given a release that does not exist, or another workspace, then it is not found', async () => {
    const started = await startedExperiment(plane.client());
    const ask = (number: number, token?: string) =>
      plane.client(token).diffReleases({ params: { ...at(started).params, number }, query: { against: 1 } });
    await expect(ask(9)).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask(1, plane.otherWorkspace.tokens.admin)).rejects.toMatchObject({ code: 'not_found' });
  });
});
