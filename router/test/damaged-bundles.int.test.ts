import { LogLine, Readiness, type Release, type SignedBundle } from '@alyson/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMetrics } from '../../scripts/lib/read-metrics.ts';
import { type Counters, REFUSALS } from '../src/counters.ts';
import { startRouter } from './router-process.ts';
import { aBundle, anAgent, aRelease } from './sample-bundle.ts';
import { createSigner } from './signed-bundle.ts';

const IN_FORCE = 500;
const LINKS = { '*/r/a': 'exp_a' };
/** Wherever this is read, a bundle was believed that should not have been. */
const EVIL = 'https://evil.example';
const evil = [anAgent(1, { landingUrl: EVIL }), anAgent(2, { landingUrl: EVIL })];
const evilRelease = (change: object = {}) => ({ ...aRelease({ number: IN_FORCE + 1 }), agents: evil, ...change });
const next = (change: object = {}) => ({
  ...aBundle({ sequence: IN_FORCE + 1, links: LINKS, releases: [evilRelease()] }),
  ...change,
});

const known = createSigner('known');
const signed = known.sign(next());
const body = JSON.stringify(signed);

let cleanUps: (() => Promise<void>)[] = [];
let router: Awaited<ReturnType<typeof startRouter>>;
let traffic: ReturnType<typeof startTraffic>;

beforeAll(async () => {
  router = await startRouter({ signer: known, atEnd: (cleanUp) => cleanUps.push(cleanUp) });
  expect((await router.push(IN_FORCE, { links: LINKS, releases: [aRelease({ number: IN_FORCE })] })).status).toBe(200);
  traffic = startTraffic();
});
afterAll(async () => {
  await traffic?.stop();
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

/** One click after the other, and where each of them landed. */
function startTraffic() {
  const landed: string[] = [];
  let isOver = false;
  const run = async () => {
    while (!isOver) {
      const answer = await router.follow(`/r/a?utm_content=k${landed.length}`);
      landed.push(`${answer.status} ${answer.headers.get('location')}`);
    }
  };
  const ended = run();
  const stop = () => {
    isOver = true;
    return ended;
  };
  return { landed, stop };
}

const put = (text: string, shard = 0) => fetch(`${router.url}/edge/bundles/${shard}`, { method: 'PUT', body: text });
const counters = async () => ((await (await fetch(`${router.url}/healthz`)).json()) as { counters: Counters }).counters;
const linesAbout = (message: string) =>
  router
    .said()
    .split('\n')
    .filter((line) => line.includes(message))
    .map((line) => LogLine.parse(JSON.parse(line)).fields);

/** The answer, how much the counter of this reason has risen, and what the log says. */
async function judge(text: string, shard = 0) {
  const [before, said] = [await counters(), linesAbout('bundle refused').length];
  const answer = await put(text, shard);
  const [after, lines] = [await counters(), linesAbout('bundle refused').slice(said)];
  const risen = REFUSALS.filter((reason) => after.bundlesRefused[reason] > before.bundlesRefused[reason]);
  return { status: answer.status, risen, said: lines.map((fields) => fields?.['reason']) };
}
const refusedAs = (status: number, reason: string) => ({ status, risen: [reason], said: [reason] });

const cut = (share: number) => body.slice(0, Math.floor(body.length * share));
const tampered = (change: Partial<SignedBundle>) => JSON.stringify({ ...signed, ...change });
const sign = (change: object) => JSON.stringify(known.sign(next(change)));

describe('S4, S5, G6: a router with traffic', () => {
  test.each([
    { given: '1 % of a bundle', text: cut(0.01), reason: 'unparseable' },
    { given: '50 % of a bundle', text: cut(0.5), reason: 'unparseable' },
    { given: '99 % of a bundle', text: cut(0.99), reason: 'unparseable' },
    { given: 'nothing', text: '', reason: 'unparseable' },
    { given: 'no signature', text: tampered({ signature: '' }), reason: 'unparseable' },
    { given: 'a key that is not known, or not any more', text: tampered({ keyId: 'expired' }), reason: 'unknown_key' },
    {
      given: 'our key id, and another key',
      text: JSON.stringify(createSigner('known').sign(next())),
      reason: 'bad_signature',
    },
    {
      given: 'ten times the size, by blanks',
      text: tampered({ payload: signed.payload + ' '.repeat(9 * signed.payload.length) }),
      reason: 'bad_signature',
    },
    { given: 'a newer schema', text: sign({ schemaVersion: 2 }), reason: 'unparseable' },
    { given: 'NaN for its sequence', text: sign({ sequence: Number.NaN }), reason: 'unparseable' },
    { given: '−1 for its sequence', text: sign({ sequence: -1 }), reason: 'unparseable' },
    { given: '1e308 for its sequence', text: sign({ sequence: 1e308 }), reason: 'unparseable' },
    { given: 'another environment', text: sign({ environment: 'live' }), reason: 'wrong_environment' },
    { given: 'another shard', text: sign({ shard: 3 }), reason: 'wrong_shard' },
  ])('given $given, then 422, counted and said as $reason', async ({ text, reason }) => {
    expect(await judge(text)).toEqual(refusedAs(422, reason));
  });

  test('given more than 8 MiB, then 413, counted and said', async () => {
    const text = tampered({ payload: 'x'.repeat(8 * 1024 * 1024) });
    expect(await judge(text)).toEqual(refusedAs(413, 'too_large'));
  });

  test.each([1, 100])('given the bundle of %d publications ago, then 409, counted and said', async (ago) => {
    expect(await judge(sign({ sequence: IN_FORCE - ago }))).toEqual(refusedAs(409, 'stale_sequence'));
  });

  test('given a bit flipped at any of 200 places, then 422, counted and said each time', async () => {
    const bytes = Buffer.from(body);
    for (let i = 0; i < 200; i += 1) {
      const flipped = Buffer.from(bytes);
      const at = Math.floor((i * bytes.length) / 200);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (i % 7));
      const { status, risen, said } = await judge(flipped.toString('latin1'));
      expect([at, status, risen.length, said]).toEqual([at, 422, 1, risen]);
    }
  });

  const twice = [anAgent(1, { landingUrl: EVIL }), anAgent(1, { landingUrl: EVIL })];
  test.each<{ given: string; change: { [K in keyof Release]?: unknown }; reason?: 'older_than_held' }>([
    { given: 'NaN in its table', change: { table: { ends: [Number.NaN, 10_000], owners: [0, 1] } } },
    { given: '−1 in its table', change: { table: { ends: [-1, 10_000], owners: [0, 1] } } },
    { given: '1e308 in its table', change: { table: { ends: [1e308, 10_000], owners: [0, 1] } } },
    { given: 'a table of 9 999 buckets', change: { table: { ends: [5_000, 9_999], owners: [0, 1] } } },
    { given: 'a table of 10 001 buckets', change: { table: { ends: [5_000, 10_001], owners: [0, 1] } } },
    { given: 'an empty table', change: { table: { ends: [], owners: [] } } },
    { given: 'no agents', change: { agents: [] } },
    { given: 'an owner that is no agent', change: { table: { ends: [5_000, 10_000], owners: [0, 7] } } },
    { given: 'an agent listed twice', change: { agents: twice } },
    { given: 'a page that is no address', change: { agents: [anAgent(1, { landingUrl: 'nowhere' }), anAgent(2)] } },
    { given: 'a newer schema', change: { schemaVersion: 2 } },
    { given: 'a number below the one in force', change: { number: 1 }, reason: 'older_than_held' },
  ])('given a signed bundle whose release has $given, then that is kept back, counted and said', async (row) => {
    const { change, reason = 'invalid' } = row;
    const [before, said] = [await counters(), linesAbout('release held back').length];
    const sequence = (await counters()).bundlesAccepted;
    const answer = await put(sign({ sequence: IN_FORCE + sequence, releases: [evilRelease(change)] }));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ releases: { exp_a: IN_FORCE } });
    expect((await counters()).releasesHeldBack[reason]).toBe(before.releasesHeldBack[reason] + 1);
    expect(linesAbout('release held back').slice(said)).toMatchObject([{ experimentId: 'exp_a', reason }]);
  });

  test('then it is ready all the same, the alarms stand, and the metrics show every reason', async () => {
    const answer = await fetch(`${router.url}/readyz`);
    const readiness = Readiness.parse(await answer.json());
    expect([answer.status, readiness.status]).toEqual([200, 'ready']);
    const names = readiness.alarms.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['bundles_refused', 'releases_held_back']));
    expect(linesAbout('alarm: bundles_refused').length).toBeGreaterThan(0);
    const page = readMetrics(await (await fetch(`${router.url}/metrics`)).text());
    const refused = (reason: string) => page.value('alyson_router_bundles_refused_total', { reason });
    expect(refused('bad_signature')).toBeGreaterThan(100);
    expect(refused('stale_sequence')).toBe(2);
    expect(page.value('alyson_router_releases_held_back_total', { reason: 'invalid' })).toBe(11);
    expect(page.value('alyson_router_alarm', { alarm: 'bundles_refused' })).toBe(1);
    expect(page.value('alyson_router_ready')).toBe(1);
  });

  test('then no click was touched by any of it, and the next good bundle is obeyed', async () => {
    await traffic.stop();
    expect(traffic.landed.length).toBeGreaterThan(500);
    const elsewhere = traffic.landed.filter((landing) => !/^302 https:\/\/lp\.example\.com\/[12]\?/.test(landing));
    expect(elsewhere).toEqual([]);
    const { faults, lost, strays } = await counters();
    expect({ faults, lost, strays }).toEqual({ faults: 0, lost: 0, strays: 0 });
    const good = { sequence: IN_FORCE + 1_000, releases: [aRelease({ number: IN_FORCE + 1, state: 'paused' })] };
    expect((await put(sign(good))).status).toBe(200);
    expect((await router.follow('/r/a?utm_content=k')).headers.get('location')).toMatch(/\/fallback/);
  });
});

test('S18: given a key rotated, then both are believed in the overlap, and the old one never after', async () => {
  const [old, young] = [createSigner('old'), createSigner('young')];
  const keysOf = (...signers: (typeof old)[]) =>
    JSON.stringify(Object.fromEntries(signers.map(({ keyId, raw }) => [keyId, Buffer.from(raw).toString('base64')])));
  const push = (to: { url: string }, signer: typeof old, sequence: number) =>
    fetch(`${to.url}/edge/bundles/0`, { method: 'PUT', body: JSON.stringify(signer.sign(aBundle({ sequence }))) });
  const overlap = await startRouter({ variables: { ALYSON_RELEASE_PUBLIC_KEYS: keysOf(old, young) } });
  for (const [signer, sequence] of [
    [old, 1],
    [young, 2],
    [old, 3],
  ] as const)
    expect((await push(overlap, signer, sequence)).status).toBe(200);
  await overlap.end('SIGTERM');

  const after = await startRouter({
    dataDir: overlap.dataDir,
    variables: { ALYSON_RELEASE_PUBLIC_KEYS: keysOf(young) },
  });
  expect((await fetch(`${after.url}/readyz`)).status).toBe(503); // what it has kept was signed by the old one
  expect(await (await push(after, old, 4)).json()).toEqual({ reason: 'unknown_key' });
  expect((await push(after, young, 4)).status).toBe(200);
  expect((await fetch(`${after.url}/readyz`)).status).toBe(200);
});
