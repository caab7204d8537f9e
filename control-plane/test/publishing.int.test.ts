import { generateKeyPairSync } from 'node:crypto';
import { type Experiment, shardOf } from '@alyson/schema';
import { agents as agentsTable, bundles, outbox, releases } from '@alyson/schema/tables';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BackgroundTask } from '../src/background.ts';
import type { Deps } from '../src/context.ts';
import { lockShard, readBundle, saveBundle } from '../src/features/releases/bundles.store.ts';
import { createHttpEdge } from '../src/io/edge.http.ts';
import { relayOutbox } from '../src/outbox/relay-outbox.ts';
import { compareWithEdges, startPublishing } from '../src/outbox/start-publishing.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { type FakeEdge, type Fault, startFakeEdge } from './support/fake-edge.ts';
import { testDeps, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const SOON = { timeout: 1_000, interval: 10 };
const LATER = { timeout: 20_000, interval: 50 };

let edge: FakeEdge;
let running: BackgroundTask[];

beforeEach(async () => {
  edge = await startFakeEdge(plane.releasePublicKey, 'local');
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((task) => task.stop()));
  await edge.close();
});

const withEdges = (...urls: string[]): Deps => ({
  ...plane.deps,
  edges: urls.map((url) => createHttpEdge(url, 'token')),
});
const publishTo = (...urls: string[]) => void running.push(startPublishing(withEdges(...urls)));

const at = (experiment: Experiment) => ({ params: { experimentId: experiment.id } });
const read = (experiment: Experiment) => plane.client().getExperiment(at(experiment));

async function override(experiment: Experiment, first: number): Promise<Experiment> {
  const { version, agents } = await read(experiment);
  const weights = agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: i === 0 ? first : 10_000 - first }));
  return plane
    .client()
    .overrideSplit({ ...at(experiment), ifMatch: version, body: { weights, reason: 'test', hold: false } });
}

/** For every experiment, the release numbers that an edge was given one after another. */
function numbersSeen(experimentId: string): number[] {
  return edge.accepted.flatMap((acceptance) => acceptance.releases.get(experimentId) ?? []);
}

describe('publishing', () => {
  test('given a started experiment, then the edge holds its release within a second, signed, and it is confirmed', async () => {
    publishTo(edge.url);
    const started = await startedExperiment(plane.client());
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.number).toBe(1), SOON);
    await vi.waitFor(async () => expect((await read(started)).release?.status).toBe('published'), SOON);
    expect(edge.releaseOf(started.id)).toMatchObject({
      state: 'running',
      experimentNumber: started.number,
      agents: started.agents.map(({ id, number, landingUrl }) => ({ id, number, landingUrl, isOn: true })),
      table: { ends: [5000, 10_000], owners: [0, 1] },
    });
  });

  test('given new weights, then the edge holds them within a second', async () => {
    publishTo(edge.url);
    const started = await startedExperiment(plane.client());
    await vi.waitFor(() => expect(edge.releaseOf(started.id)).toBeDefined(), SOON);
    await override(started, 1234);
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.table.ends).toEqual([1234, 10_000]), SOON);
  });

  test('given a draft, then it is in no bundle, and its neighbours are', async () => {
    publishTo(edge.url);
    const created = await plane.client().createExperiment({ body: draft() });
    const started = await startedExperiment(plane.client());
    await vi.waitFor(() => expect(edge.releaseOf(started.id)).toBeDefined(), SOON);
    const stored = (await plane.db.select().from(bundles)).map((bundle) => bundle.payload).join();
    expect(stored).toContain(started.id);
    expect(stored).not.toContain(created.id);
  });

  test('given an experiment with links in several shards, then each of their bundles has its release', async () => {
    publishTo(edge.url);
    const values = ['one', 'two', 'three', 'four', 'five', 'six'];
    const started = await startedExperiment(plane.client(), {
      links: values.map((value) => ({ kind: 'slug', value })),
    });
    const shards = new Set(values.map((value) => shardOf(`*/r/${value}`, plane.deps.config.shardCount)));
    expect(shards.size).toBeGreaterThan(1);
    await vi.waitFor(
      () =>
        expect(
          new Set(edge.accepted.filter(({ releases: held }) => held.has(started.id)).map(({ shard }) => shard)),
        ).toEqual(shards),
      SOON,
    );
  });

  test('given twenty changes in a row, then the edge never goes back and ends with the last', async () => {
    publishTo(edge.url);
    const started = await startedExperiment(plane.client());
    for (let i = 1; i <= 20; i += 1) await override(started, i * 100);
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.number).toBe(21), SOON);
    const seen = numbersSeen(started.id);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    await vi.waitFor(async () => {
      const waiting = and(eq(releases.experimentId, started.id), isNull(releases.confirmedAt));
      expect(await plane.db.select().from(releases).where(waiting)).toEqual([]);
    }, SOON);
  });
});

describe('an edge that misbehaves: no release is lost, and order is kept', () => {
  test.each<[string, Fault[]]>([
    ['answers 500 three times', ['push_fails', 'push_fails', 'push_fails']],
    ['takes a bundle and loses the answer', ['answer_lost']],
    ['loses the read-back', ['read_fails', 'read_fails']],
    ['never answers', ['push_hangs']],
    ['does all of it', ['push_fails', 'answer_lost', 'read_fails', 'push_fails', 'read_fails']],
  ])('given it %s', { timeout: 40_000 }, async (_, faults) => {
    publishTo(edge.url);
    const started = await startedExperiment(plane.client());
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.number).toBe(1), SOON);
    edge.misbehave(...faults);
    await override(started, 3000);
    await plane.client().pauseExperiment(at(started));
    await vi.waitFor(
      async () => expect((await read(started)).release).toMatchObject({ number: 3, status: 'published' }),
      LATER,
    );
    expect(edge.releaseOf(started.id)).toMatchObject({ number: 3, state: 'paused' });
    const seen = numbersSeen(started.id);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  test('given it forgets everything, then what it should hold is brought again (drift)', {
    timeout: 40_000,
  }, async () => {
    publishTo(edge.url);
    const started = await startedExperiment(plane.client());
    await vi.waitFor(() => expect(edge.releaseOf(started.id)).toBeDefined(), SOON);
    edge.forget();
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.number).toBe(1), LATER);
  });

  test('given it holds a sequence above ours, then ours is passed over it', { timeout: 40_000 }, async () => {
    const started = await startedExperiment(plane.client());
    const shard = shardOf(`*/r/${started.links[0]?.value}`, plane.deps.config.shardCount);
    const ahead = plane.clock.now + 1_000_000;
    edge.pretend(shard, ahead);
    publishTo(edge.url);
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.number).toBe(1), LATER);
    expect(edge.accepted.find((acceptance) => acceptance.shard === shard)?.sequence).toBeGreaterThan(ahead);
  });

  test('S22: given a database restored to before two releases that an edge holds, then both numbers are passed, and the next change is obeyed', async () => {
    publishTo(edge.url);
    const started = await startedExperiment(plane.client());
    const { agents } = started;
    await vi.waitFor(async () => expect((await read(started)).release?.status).toBe('published'), LATER);
    const backup = await plane.db.select().from(bundles);
    await override(started, 2222);
    await override(started, 3333);
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.number).toBe(3), LATER);
    await Promise.all(running.splice(0).map((task) => task.stop()));

    await plane.db.delete(releases).where(and(eq(releases.experimentId, started.id), gt(releases.number, 1)));
    for (const { id, weightBasisPoints } of agents)
      await plane.db.update(agentsTable).set({ weightBasisPoints }).where(eq(agentsTable.id, id));
    for (const bundle of backup) await plane.db.update(bundles).set(bundle).where(eq(bundles.shard, bundle.shard));

    await compareWithEdges(withEdges(edge.url));
    expect((await read(started)).release).toMatchObject({ number: 4 });
    publishTo(edge.url);
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.table.ends).toEqual([5000, 10_000]), LATER);
    await override(started, 4444);
    await vi.waitFor(
      () => expect(edge.releaseOf(started.id)).toMatchObject({ number: 5, table: { ends: [4444, 10_000] } }),
      LATER,
    );
    const { items } = await plane.client().listAudit({ query: { objectId: started.id } });
    expect(items.map(({ action }) => action)).toContain('release.restored');
  });

  test('given one edge is dead, then another gets its releases within a second', async () => {
    publishTo('http://127.0.0.1:1', edge.url);
    const started = await startedExperiment(plane.client());
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.number).toBe(1), SOON);
  });

  test('given an edge of another environment, then nothing is pushed to it', async () => {
    const foreign = await startFakeEdge(plane.releasePublicKey, 'production');
    try {
      publishTo(foreign.url, edge.url);
      const started = await startedExperiment(plane.client());
      await vi.waitFor(() => expect(edge.releaseOf(started.id)?.number).toBe(1), SOON);
      expect(foreign.pushes).toEqual([]);
    } finally {
      await foreign.close();
    }
  });
});

describe('the outbox', () => {
  const other = () => testDeps(plane.deps.config, plane.db, plane.clock, 'another process');

  async function drain(deps: Deps, experimentsAtOnce?: number): Promise<void> {
    while (await relayOutbox(deps, experimentsAtOnce));
  }

  test('given two processes relay at once, then each publication has one sequence', async () => {
    await drain(plane.deps);
    const links = [{ kind: 'slug' as const, value: 'both-at-once' }];
    const shard = shardOf('*/r/both-at-once', plane.deps.config.shardCount);
    const { id } = await plane.client().createExperiment({ body: draft({ links }) });
    const sequenceOf = async () =>
      (await plane.db.select().from(bundles).where(eq(bundles.shard, shard)))[0]?.sequence ?? 0;
    const before = await sequenceOf();
    const experiment = await plane.client().startExperiment({ params: { experimentId: id } });
    for (let round = 1; round <= 5; round += 1) {
      const previous = round === 1 ? before : await sequenceOf();
      if (round > 1) for (const step of [0, 1, 2]) await override(experiment, round * 1000 + step);
      await Promise.all(
        Array.from({ length: 6 }, (_, i) => drain(i % 2 === 0 ? plane.deps : other(), i < 3 ? 1 : 500)),
      );
      expect(await sequenceOf()).toBe(previous === 0 ? plane.clock.now : previous + 1);
    }
    expect(await plane.db.select().from(outbox).where(isNull(outbox.deliveredAt))).toEqual([]);
  });

  test('given another process is building a shard, then the relay waits for it and publishes after it', async () => {
    await drain(plane.deps);
    const links = [{ kind: 'slug' as const, value: 'waits-its-turn' }];
    const shard = shardOf('*/r/waits-its-turn', plane.deps.config.shardCount);
    await startedExperiment(plane.client(), { links });
    const isWaiting = async () => {
      const { rows } = await plane.db.execute("select 1 from pg_locks where locktype = 'advisory' and not granted");
      expect(rows).toHaveLength(1);
    };
    let relayed: Promise<boolean> | undefined;
    const taken = await plane.db.transaction(async (tx) => {
      await lockShard(tx, shard);
      relayed = relayOutbox(plane.deps);
      await vi.waitFor(isWaiting, SOON);
      const current = await readBundle(tx, shard);
      const sequence = (current?.sequence ?? plane.clock.now) + 10;
      const text = {
        keyId: 'other',
        payload: '{}',
        signature: 'other',
        issuedAt: new Date(plane.clock.now),
        leftOut: [],
      };
      await saveBundle(tx, { shard, sequence, ...text });
      return sequence;
    });
    expect(await relayed).toBe(true);
    expect(await readBundle(plane.db, shard)).toMatchObject({ sequence: taken + 1, keyId: 'test' });
  });

  test('given a build fails, then the entry waits with its error, the others are delivered, and it is tried again', async () => {
    await drain(plane.deps);
    const started = await startedExperiment(plane.client());
    const wrongKey = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const broken = {
      ...plane.deps,
      config: { ...plane.deps.config, releaseKey: { id: 'broken', privateKey: wrongKey } },
    };
    await drain(broken);
    const entry = async () => (await plane.db.select().from(outbox).where(eq(outbox.experimentId, started.id)))[0];
    expect(await entry()).toMatchObject({ deliveredAt: null, attempts: 1, lastError: expect.stringMatching(/key/i) });
    await drain(plane.deps);
    expect(await entry()).toMatchObject({ deliveredAt: null });
    plane.clock.now += 1_000;
    await drain(plane.deps);
    expect(await entry()).toMatchObject({ attempts: 2, lastError: null, deliveredAt: expect.any(Date) });
  });

  test('given nothing changed, then building again makes no publication', async () => {
    await startedExperiment(plane.client());
    await drain(plane.deps);
    const before = await plane.db.select().from(bundles);
    running.push(startPublishing(plane.deps));
    await running.pop()?.stop();
    expect(await plane.db.select().from(bundles)).toEqual(before);
  });

  test('given another signing key at the next start, then every bundle is signed anew', async () => {
    await startedExperiment(plane.client());
    await drain(plane.deps);
    const { privateKey } = generateKeyPairSync('ed25519');
    const rotated = { ...plane.deps, config: { ...plane.deps.config, releaseKey: { id: 'next', privateKey } } };
    const task = startPublishing(rotated);
    await vi.waitFor(async () => {
      const keys = (await plane.db.select().from(bundles)).map((bundle) => bundle.keyId);
      expect(new Set(keys)).toEqual(new Set(['next']));
    }, LATER);
    await task.stop();
  });
});
