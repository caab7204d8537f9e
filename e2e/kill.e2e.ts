import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Experiment, linkPath } from '@alyson/schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ClickStream, streamClicks } from './click-stream.ts';
import { type PartName, type Product, startProduct } from './product.ts';

const WAIT = { timeout: 30_000, interval: 100 };

let product: Product;
let experiment: Experiment;
let link = '';

beforeAll(async () => {
  product = await startProduct();
  const draft = await product.api.createExperiment({
    body: {
      name: 'What survives',
      agents: [
        { name: 'A', landingUrl: 'https://www.example.com/a', weightBasisPoints: 5_000, isControl: true },
        { name: 'B', landingUrl: 'https://www.example.com/b', weightBasisPoints: 5_000 },
      ],
      links: [{ kind: 'slug', value: 'survivor' }],
    },
  });
  experiment = await product.api.startExperiment({ params: { experimentId: draft.id } });
  link = `${product.routerUrl}${linkPath({ kind: 'slug', value: 'survivor' })}?aff_id=1`;
  await vi.waitFor(async () => expect((await newest())?.status).toBe('published'), WAIT);
}, 90_000);

afterAll(() => product?.remove());

test('given the control plane and the worker are killed while clicks flow, then no click fails and each is stored once', async () => {
  const stream = streamClicks(link, 'plane');
  await stream.untilAnswered(100);
  kill('control-plane');
  kill('worker');
  await stream.untilAnswered(300);
  await stream.stop();
  expect(stream.failures).toEqual([]);
  await expectStoredOnce(stream);
});

test('given the router is killed again and again, then every click it has answered is stored once', async () => {
  const stream = streamClicks(link, 'router');
  for (let round = 0; round < 3; round += 1) {
    await stream.untilAnswered(100);
    kill('router');
  }
  await stream.untilAnswered(100);
  await stream.stop();
  await expectStoredOnce(stream);
});

test('given PostgreSQL is killed, then no click fails and each is stored once', async () => {
  const stream = streamClicks(link, 'postgres');
  await stream.untilAnswered(100);
  process.kill(
    Number.parseInt(readFileSync(join(product.dataDir, 'postgres/cluster/postmaster.pid'), 'utf8'), 10),
    'SIGKILL',
  );
  await stream.untilAnswered(300);
  await stream.stop();
  expect(stream.failures).toEqual([]);
  await expectStoredOnce(stream);
});

test('given everything but the router is killed, then clicks land, and the next start stores them all', async () => {
  const router = product.pidOf('router');
  const others: PartName[] = ['control-plane', 'worker', 'database'];
  const pids = others.map(product.pidOf);
  const stream = streamClicks(link, 'start');
  await stream.untilAnswered(100);
  await product.killStart();
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), WAIT); // they end with their parent
  await stream.untilAnswered(200);
  expect(stream.failures).toEqual([]);
  expect(isAlive(router)).toBe(true);

  expect(await product.startInVain({ ALYSON_AUTH_SECRET: 'short' })).toBe(1);
  expect(product.printed()).toContain('The control plane does not start: ALYSON_AUTH_SECRET');
  expect(isAlive(router)).toBe(true); // nothing could take its place
  await stream.untilAnswered(300);
  expect(stream.failures).toEqual([]);

  await product.startAgain();
  expect(isAlive(router)).toBe(false); // replaced: two would share one spool
  await stream.untilAnswered(100);
  await stream.stop();
  await expectStoredOnce(stream);
});

test('given Ctrl-C, then everything stops, and the next start goes on where it was', async () => {
  const stream = streamClicks(link, 'stopped');
  await stream.untilAnswered(50);
  await stream.stop();
  expect(await product.stop()).toBe(0);
  await expect(fetch(`${product.routerUrl}/healthz`)).rejects.toThrow();

  await product.startAgain();
  expect(product.printed()).toContain(`${product.routerUrl}/r/survivor`);
  await expectStoredOnce(stream);
});

const newest = async () => (await product.api.getExperiment({ params: { experimentId: experiment.id } })).release;

const kill = (part: PartName): boolean => process.kill(product.pidOf(part), 'SIGKILL');

/** A process that ended, but that nobody has asked about yet, counts as ended. */
const isAlive = (pid: number): boolean =>
  !/^(Z.*)?$/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());

/** Every answered click is in the control plane, none twice. */
async function expectStoredOnce({ answered }: ClickStream): Promise<void> {
  const prefix = [...answered][0]?.replace(/\d+$/, '') ?? '';
  await vi.waitFor(async () => {
    const stored = (await storedKeys()).filter((key) => key.startsWith(prefix));
    expect(new Set(stored).size).toBe(stored.length);
    expect([...answered].filter((key) => !stored.includes(key))).toEqual([]);
  }, WAIT);
}

async function storedKeys(): Promise<string[]> {
  const keys: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { experimentId: experiment.id, limit: 200, ...(cursor && { cursor }) };
    const page = await product.api.listClicks({ query });
    keys.push(...page.items.map((click) => click.utmContent));
    if (!page.nextCursor) return keys;
    cursor = page.nextCursor;
  }
}
