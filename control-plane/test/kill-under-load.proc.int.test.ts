import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createRandom, type Random } from '../../scripts/lib/random.ts';
import { startedExperiment } from './support/drafts.ts';
import { findDamage } from './support/find-damage.ts';
import { type Blow, type KillablePostgres, startKillablePostgres } from './support/killable-postgres.ts';
import { makeClick } from './support/make-click.ts';
import { type Buyer, type ReportLoad, startReportLoad } from './support/report-load.ts';
import {
  adminOf,
  endControlPlane,
  isHealthy,
  type SpawnedControlPlane,
  spawnControlPlane,
} from './support/spawn-control-plane.ts';

const KILLS = 51;
const SEED = '1';
const PER_SECOND = 200;
const CLICKS = 500;
const LATER = { timeout: 60_000, interval: 50 };
const TUNE_TOKEN = '0123456789abcdef0123456789abcdef';

let postgres: KillablePostgres;
let plane: SpawnedControlPlane;
let surroundings: Record<string, string>;
let buyer: Buyer;
let experimentId: string;
let agentId: string | null;

beforeAll(async () => {
  postgres = await startKillablePostgres();
  surroundings = { DATABASE_URL: postgres.url, ALYSON_EDGE_URLS: 'http://127.0.0.1:9' };
  plane = await spawnControlPlane(surroundings);
  await vi.waitFor(() => isHealthy(plane), LATER);
  const api = adminOf(plane);
  const experiment = await startedExperiment(api);
  experimentId = experiment.id;
  agentId = experiment.agents[0]?.id ?? null;
  const made = await api.createBuyer({ body: { name: 'Buyer' } });
  await api.changeTuneSetup({
    params: { buyerId: made.buyer.id },
    ifMatch: made.buyer.version,
    body: { securityToken: TUNE_TOKEN, offerIds: [], addresses: [], currency: null },
  });
  buyer = { webhookPath: new URL(made.buyer.webhookUrl).pathname, secret: made.secret, tuneToken: TUNE_TOKEN };
  expect(await deliverClicks('known', CLICKS)).toBe(true);
}, 120_000);

afterAll(async () => {
  if (plane) await endControlPlane(plane);
  await postgres?.remove();
});

test(`S7b: given ${KILLS} kills of the control plane and of PostgreSQL under ${PER_SECOND} reports/s (seed ${SEED}), then every acknowledged report is there, none twice, and clicks come whole`, {
  timeout: 600_000,
}, async () => {
  const random = createRandom('kills', SEED);
  const load = startReportLoad(plane.url, buyer, {
    perSecond: PER_SECOND,
    clicks: CLICKS,
    prefix: 'known',
    seed: SEED,
  });
  const clicks = keepDelivering();
  const struck: Record<string, number> = {};
  for (let kill = 0; kill < KILLS; kill += 1) {
    await progress(load);
    await sleep(random.between(0, 400));
    const blow = await strike(random, kill);
    struck[blow] = (struck[blow] ?? 0) + 1;
  }
  await progress(load);
  const acknowledged = [...load.acknowledged];
  expect(await storedOnce(acknowledged)).toEqual({ missing: [], twice: [] });
  await load.stop();
  const batches = await clicks.stop();

  expect(load.strange).toEqual([]);
  const sent = [...load.sent.keys()];
  expect(sent.length).toBeGreaterThan(KILLS * 50);
  expect(await storedOnce(sent)).toEqual({ missing: [], twice: [] });
  expect(await books()).toEqual({
    events: sent.length,
    revenueMicros: load.revenueMicros(),
    brokenBatches: 0,
    batches,
  });
  expect(await findDamage(postgres.url)).toEqual([]);
  expect(Object.keys(struck).sort()).toEqual(['PostgreSQL SIGKILL', 'PostgreSQL SIGQUIT', 'control plane']);
});

/** Ends one of the two, and resolves when it is there again; the other knows nothing of it. */
async function strike(random: Random, kill: number): Promise<string> {
  // A process of ours takes seconds to be back, a database half of one.
  if (kill % 5 === 0) {
    const { port } = new URL(plane.url);
    plane.child.kill('SIGKILL');
    await once(plane.child, 'exit');
    plane = await spawnControlPlane(surroundings, Number(port));
    await vi.waitFor(() => isHealthy(plane), LATER);
    return 'control plane';
  }
  const signal = random.pick<Blow>(['SIGQUIT', 'SIGKILL']);
  await postgres.kill(signal);
  return `PostgreSQL ${signal}`;
}

/** Until more reports are acknowledged: each kill meets work under way. */
async function progress(load: ReportLoad): Promise<void> {
  const before = load.acknowledged.size;
  await vi.waitFor(() => expect(load.acknowledged.size).toBeGreaterThan(before + PER_SECOND / 4), LATER);
}

const BATCH = 40;

/** @returns whether it was acknowledged */
async function deliverClicks(name: string, count: number): Promise<boolean> {
  const clicks = Array.from({ length: count }, (_, i) =>
    makeClick({ experimentId, agentId, at: Date.now() - 60_000, utmContent: `${name}-${i}` }),
  );
  return send(JSON.stringify({ clicks }));
}

const send = (body: string): Promise<boolean> =>
  fetch(`${plane.url}/v1/clicks`, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer edge-token-of-the-tests', 'content-type': 'application/json' },
    signal: AbortSignal.timeout(5_000),
  }).then(
    (answer) => answer.ok,
    () => false,
  );

/** Batches of clicks one after the other, each until it is acknowledged, as an edge sends them. */
function keepDelivering() {
  let isOver = false;
  const delivering = (async () => {
    let batches = 0;
    for (; !isOver; batches += 1) {
      const clicks = Array.from({ length: BATCH }, (_, i) =>
        makeClick({ experimentId, agentId, at: Date.now() - 60_000, utmContent: `batch-${batches}-${i}` }),
      );
      const body = JSON.stringify({ clicks });
      while (!(await send(body))) await sleep(50);
    }
    return batches;
  })();
  return {
    async stop(): Promise<number> {
      isOver = true;
      return delivering;
    },
  };
}

async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  const { rows } = await client.query<Row>(text, values);
  await client.end();
  return rows;
}

/** Of these messages: those whose event is not stored, and those whose event is stored twice. */
async function storedOnce(ids: readonly string[]): Promise<{ missing: string[]; twice: string[] }> {
  const rows = await query<{ event_id: string; times: string }>(
    'select event_id, count(*) as times from buyer_events group by 1',
  );
  const times = new Map(rows.map((row) => [row.event_id, Number(row.times)]));
  return {
    missing: ids.filter((id) => !times.has(id)),
    twice: ids.filter((id) => (times.get(id) ?? 0) > 1),
  };
}

/** What is stored in all. */
async function books() {
  const [row] = await query<Record<string, string>>(
    `with batches as (select count(*) as clicks from clicks where utm_content like 'batch-%'
       group by split_part(utm_content, '-', 2))
     select (select count(*) from buyer_events) as events, (select sum(effect_micros) from buyer_events) as "revenueMicros",
       (select count(*) from batches where clicks <> $1) as "brokenBatches", (select count(*) from batches) as batches`,
    [BATCH],
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
}
