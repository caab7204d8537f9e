import type { Experiment } from '@alyson/schema';
import { bundles, outbox } from '@alyson/schema/tables';
import { isNull, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Deps } from '../src/context.ts';
import { syncEdge } from '../src/features/releases/sync-edge.ts';
import { createHttpEdge } from '../src/io/edge.http.ts';
import { relayOutbox } from '../src/outbox/relay-outbox.ts';
import { startedExperiment } from './support/drafts.ts';
import { startFakeEdge } from './support/fake-edge.ts';
import { testDeps, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane({ shardCount: 1 });
const SOON = { timeout: 10_000, interval: 5 };

/** Another process on the same database, which stands still before the first statement that begins so. */
function openStandingStill(beginning: string, meanwhile: () => Promise<void>): Deps {
  const pool = new pg.Pool({ connectionString: plane.deps.config.databaseUrl, max: 2 });
  onTestFinished(() => pool.end());
  let hasStood = false;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => Promise<unknown>;
    const standing = async (...parts: unknown[]) => {
      const [asked] = parts;
      const text = typeof asked === 'string' ? asked : (asked as { text: string }).text;
      if (!hasStood && text.startsWith(beginning)) {
        hasStood = true;
        await meanwhile();
      }
      return query(...parts);
    };
    Object.assign(client, { query: standing });
  });
  return testDeps(plane.deps.config, drizzle(pool), plane.clock, 'slow');
}

async function changeSplit({ id }: Experiment, first: number): Promise<number> {
  const params = { experimentId: id };
  const { version, agents } = await plane.client().getExperiment({ params });
  const weights = agents.map(({ id: agentId }, i) => ({
    agentId,
    weightBasisPoints: i === 0 ? first : 10_000 - first,
  }));
  const body = { weights, reason: 'test', hold: false };
  const { release } = await plane.client().overrideSplit({ params, ifMatch: version, body });
  return release?.number ?? expect.fail('no release');
}

const isSomebodyWaiting = async (): Promise<boolean> => {
  const { rows } = await plane.db.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted`);
  return rows.length > 0;
};

const sequenceNow = async () => (await plane.db.select().from(bundles))[0]?.sequence ?? 0;

test('R21, C6: given a process that stands still between reading a shard’s releases and writing its bundle, then what another publishes meanwhile is neither lost nor given the same number', async () => {
  const edge = await startFakeEdge(plane.releasePublicKey, 'local');
  onTestFinished(() => edge.close());
  const [one, two] = [await startedExperiment(plane.client()), await startedExperiment(plane.client())];
  while (await relayOutbox(plane.deps));
  const before = await sequenceNow();

  let other: Promise<boolean> | null = null;
  let newest = 0;
  const slow = openStandingStill('insert into "bundles"', async () => {
    newest = await changeSplit(two, 9_000);
    let isDone = false;
    other = relayOutbox(plane.deps).finally(() => (isDone = true));
    // It waits for the shard, as it must; or it has gone ahead.
    await vi.waitUntil(async () => isDone || (await isSomebodyWaiting()), SOON);
  });
  await changeSplit(one, 8_000);
  await relayOutbox(slow);
  await other;
  expect(newest).toBeGreaterThan(1);
  expect(await plane.db.select().from(outbox).where(isNull(outbox.deliveredAt))).toEqual([]);
  expect(await sequenceNow()).toBeGreaterThanOrEqual(before + 2);

  await syncEdge(plane.deps, createHttpEdge(edge.url, 'token'));
  expect(edge.releaseOf(two.id)).toMatchObject({ number: newest });
  expect(edge.releaseOf(one.id)?.table.ends).toEqual([8_000, 10_000]);
});
