import { type Experiment, MINUTE_MS } from '@alyson/schema';
import { auditEntries, pageChecks } from '@alyson/schema/tables';
import { desc } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkDuePages } from '../src/features/page-checks/check-due-pages.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { answer, type FakeInternet, redirectTo, startFakeInternet } from './support/fake-internet.ts';
import { testDeps, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let net: FakeInternet;
let name = 0;
let host: string;

beforeAll(async () => {
  net = await startFakeInternet();
  plane.deps.guardedFetch = net.fetch;
});
afterAll(() => net.stop());
beforeEach(() => {
  name += 1;
  host = `shop${name}.example.com`;
  net.names.set(host, ['93.184.216.34']);
  for (const page of ['a', 'b']) net.pages.set(`${host}/${page}`, answer());
});

const start = (changes: Partial<Parameters<typeof draft>[0]> = {}, ...urls: string[]): Promise<Experiment> =>
  startedExperiment(plane.client(), {
    agents: [
      { name: 'A', landingUrl: urls[0] ?? `https://${host}/a`, weightBasisPoints: 5000, isControl: true },
      { name: 'B', landingUrl: urls[1] ?? `https://${host}/b`, weightBasisPoints: 5000 },
    ],
    ...changes,
  });
const read = (experimentId: string) => plane.client().getExperiment({ params: { experimentId } });
const agentOf = async ({ id }: Experiment, letter: string) =>
  (await read(id)).agents.find((agent) => agent.letter === letter) ?? expect.fail('no such agent');
/** Enough time for every page to be due, then a look. */
const look = async (deps = plane.deps) => {
  plane.clock.now += 20 * MINUTE_MS;
  await checkDuePages(deps);
};
const isDown = (page: string) => net.pages.set(`${host}/${page}`, answer(503));

test('given a saved experiment, then its pages are checked at once, with a key and without a person’s cookies (C8)', async () => {
  const urls: (string | undefined)[] = [];
  net.pages.set(`${host}/a`, (request, response) => {
    urls.push(request.url);
    response.end('ok');
  });
  const { id } = await plane.client().createExperiment({
    body: draft({
      agents: [
        { name: 'A', landingUrl: `https://${host}/a?aff={affiliate_id}&c={utm_content}`, weightBasisPoints: 5000 },
        { name: 'B', landingUrl: `https://${host}/b`, weightBasisPoints: 5000 },
      ],
    }),
  });
  await checkDuePages(plane.deps);
  const { agents } = await read(id);
  expect(agents.map(({ page }) => [page?.state, page?.status, page?.redirects])).toEqual([
    ['ok', 200, 0],
    ['ok', 200, 0],
  ]);
  expect(urls).toEqual([expect.stringMatching(/^\/a\?aff=&c=(aCheck[0-9A-F]{24})&utm_content=\1$/)]);
});

test.each([
  { given: '404', page: answer(404), kind: 'bad_status', state: 'failing' },
  { given: '503', page: answer(503), kind: 'bad_status', state: 'failing' },
  { given: '403', page: answer(403), kind: 'checker_refused', state: 'attention' },
  { given: 'a redirect in circles', page: redirectTo('/a'), kind: 'too_many_redirects', state: 'failing' },
  { given: 'a redirect that drops the key', page: redirectTo('/b'), kind: 'key_lost', state: 'attention' },
  {
    given: 'a redirect to plain http',
    page: redirectTo('http://x.example/'),
    kind: 'not_followed',
    state: 'attention',
  },
  {
    given: 'a redirect to metadata',
    page: redirectTo('https://169.254.169.254/'),
    kind: 'not_public',
    state: 'failing',
  },
])('given $given, then two checks find $kind, and the page is $state (C8)', async ({ page, kind, state }) => {
  net.pages.set(`${host}/a`, page);
  const experiment = await start();
  await look();
  expect((await agentOf(experiment, 'A')).page?.state).toBe(state === 'failing' ? 'unchecked' : state);
  await look();
  const { page: health } = await agentOf(experiment, 'A');
  expect(health).toMatchObject({ state });
  expect(health?.findings.map((finding) => finding.kind)).toContain(kind);
});

test('given redirects that keep the key or change its case, then the first is a note and the second needs attention', async () => {
  net.pages.set(`${host}/a`, (request, response) => {
    response.writeHead(301, { location: `/b${request.url?.slice(2)}` }).end();
  });
  net.pages.set(`${host}/c`, (request, response) => {
    response.writeHead(301, { location: `/b${request.url?.slice(2).toLowerCase()}` }).end();
  });
  const experiment = await start({}, `https://${host}/a`, `https://${host}/c`);
  await look();
  const [a, b] = [await agentOf(experiment, 'A'), await agentOf(experiment, 'B')];
  expect(a.page).toMatchObject({ state: 'ok', redirects: 1, finalUrl: `https://${host}/b` });
  expect(b.page?.findings[0]).toMatchObject({ kind: 'key_altered' });
});

test('given an expired certificate, then it is a TLS failure', async () => {
  net.expired.add(host);
  const experiment = await start();
  await look();
  await look();
  expect((await agentOf(experiment, 'A')).page).toMatchObject({ state: 'failing', findings: [{ kind: 'tls' }] });
});

test('given an experiment that says so, then a failing page is taken out by a release, and put back when well (C8)', async () => {
  const experiment = await start({ takesOutFailingPages: true });
  await look();
  isDown('b');
  await look();
  expect(await agentOf(experiment, 'B')).toMatchObject({ state: 'on', page: { state: 'ok' } });
  await look();
  expect(await agentOf(experiment, 'B')).toMatchObject({ state: 'off', offCause: 'page_failing' });
  const { release } = await read(experiment.id);
  expect(release?.number).toBe(2);
  const [entry] = await plane.db.select().from(auditEntries).orderBy(desc(auditEntries.id)).limit(1);
  expect(entry).toMatchObject({
    action: 'agent.turned_off',
    actorKind: 'system',
    reason: 'Its page fails. It answered 503.',
  });

  net.pages.set(`${host}/b`, answer());
  await look();
  expect((await agentOf(experiment, 'B')).state).toBe('off');
  await look();
  expect(await agentOf(experiment, 'B')).toMatchObject({ state: 'on', offCause: null });
  expect((await read(experiment.id)).release?.number).toBe(3);
});

test('given an agent that a person turned off, then its page’s recovery does not turn it on', async () => {
  const experiment = await start({ takesOutFailingPages: true });
  const { id: agentId } = await agentOf(experiment, 'B');
  await plane.client().turnAgentOff({ params: { experimentId: experiment.id, agentId } });
  isDown('b');
  for (let i = 0; i < 3; i += 1) await look();
  net.pages.set(`${host}/b`, answer());
  for (let i = 0; i < 3; i += 1) await look();
  expect(await agentOf(experiment, 'B')).toMatchObject({ state: 'off', offCause: null, page: { state: 'ok' } });
});

test('given every page failing, then the last agent that is on stays on; without the setting, all of them do', async () => {
  const experiment = await start({ takesOutFailingPages: true });
  isDown('a');
  isDown('b');
  for (let i = 0; i < 4; i += 1) await look();
  const { agents } = await read(experiment.id);
  expect(agents.map(({ page }) => page?.state)).toEqual(['failing', 'failing']);
  expect(agents.filter(({ state }) => state === 'on')).toHaveLength(1);

  const other = await start();
  for (let i = 0; i < 3; i += 1) await look();
  expect((await read(other.id)).agents.map(({ state, page }) => [state, page?.state])).toEqual([
    ['on', 'failing'],
    ['on', 'failing'],
  ]);
});

test('given that nothing answers anywhere, then no agent is taken out: the fault may be on our side', async () => {
  const experiment = await start({ takesOutFailingPages: true });
  await look();
  plane.deps.guardedFetch = async ({ url }) => ({ ok: false, reason: 'timeout', detail: 'is silent', url, hops: [] });
  plane.clock.now += 60 * MINUTE_MS;
  for (let i = 0; i < 3; i += 1) await look();
  plane.deps.guardedFetch = net.fetch;
  const { agents } = await read(experiment.id);
  expect(agents.map(({ state, page }) => [state, page?.state, page?.isCutOff])).toEqual([
    ['on', 'failing', true],
    ['on', 'failing', true],
  ]);
});

test('given several processes, then each page is visited once in a round, whoever looks', async () => {
  await start();
  net.requests.length = 0;
  plane.clock.now += 60 * MINUTE_MS;
  const all = ['one', 'two', 'three'].map((seed) => ({
    ...testDeps(plane.deps.config, plane.db, plane.clock, seed),
    guardedFetch: net.fetch,
  }));
  await Promise.all(all.map((deps) => checkDuePages(deps)));
  const own = net.requests.filter((request) => request.startsWith(host));
  expect(own.toSorted()).toEqual([`${host}/a`, `${host}/b`]);
});

test('given somebody who asks, then the page is next; another workspace may not ask (G7); a gone page is forgotten', async () => {
  const experiment = await start();
  await look();
  net.requests.length = 0;
  const { id: agentId } = await agentOf(experiment, 'A');
  const params = { experimentId: experiment.id, agentId };
  await plane.client().checkPage({ params });
  await checkDuePages(plane.deps);
  expect(net.requests).toEqual([`${host}/a`]);
  const other = plane.client(plane.otherWorkspace.tokens.admin);
  await expect(other.checkPage({ params })).rejects.toMatchObject({ code: 'not_found' });

  await plane.client().completeExperiment({ params });
  await look();
  const kept = await plane.db.select({ url: pageChecks.url }).from(pageChecks);
  expect(kept.filter(({ url }) => url.includes(host))).toEqual([]);
});
