import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Endpoint, endpoints, LogLine, Problem } from '@alyson/schema';
import { afterAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { createLog } from '../src/io/log.ts';
import { draft, startedExperiment } from './support/drafts.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const folder = mkdtempSync(join(tmpdir(), 'alyson-panel-'));
mkdirSync(join(folder, 'assets'));
const page = '<!doctype html><title>Panel</title>';
writeFileSync(join(folder, 'index.html'), page);
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(`${folder}-secret.txt`);
});

const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  plane.request('/v1/experiments', { method: 'POST', token: plane.workspace.tokens.admin, headers, body });

describe('C2: errors are problem+json', () => {
  test.each([
    { given: 'a body that is not JSON', send: () => post('{'), status: 400, code: 'malformed_request' },
    { given: 'an empty body', send: () => post(''), status: 400, code: 'malformed_request' },
    {
      given: 'a form',
      send: () => post('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
      status: 415,
      code: 'unsupported_media_type',
    },
    {
      given: 'a body above 1 MB',
      send: () => post(JSON.stringify({ name: 'x'.repeat(1_100_000) })),
      status: 413,
      code: 'payload_too_large',
    },
    {
      given: 'a body above 1 MB from nobody known, which is not read',
      send: () =>
        plane.request('/v1/experiments', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: 'x'.repeat(1_100_000),
        }),
      status: 401,
      code: 'unauthenticated',
    },
    {
      given: 'a body deeper than anything sent in earnest',
      send: () => post(`${'['.repeat(40)}${']'.repeat(40)}`),
      status: 413,
      code: 'payload_too_large',
    },
    {
      given: 'a body so deep that whoever walks it by calling itself would fall',
      send: () => post(`${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`),
      status: 413,
      code: 'payload_too_large',
    },
    {
      given: 'a body with more keys than anybody reads',
      send: () => post(JSON.stringify(Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`k${i}`, 0])))),
      status: 413,
      code: 'payload_too_large',
    },
    {
      given: 'an address with a thousand parameters',
      send: () =>
        plane.request(`/v1/experiments?${Array.from({ length: 1000 }, (_, i) => `p${i}=1`).join('&')}`, {
          token: plane.workspace.tokens.admin,
        }),
      status: 400,
      code: 'malformed_request',
    },
    {
      given: 'a parameter beyond its length',
      send: () => plane.request(`/v1/experiments?q=${'x'.repeat(100_000)}`, { token: plane.workspace.tokens.admin }),
      status: 422,
      code: 'validation_failed',
    },
    { given: 'an array for an object', send: () => post('[]'), status: 422, code: 'validation_failed' },
    { given: 'an unknown address', send: () => plane.request('/v1/nothing'), status: 404, code: 'not_found' },
    { given: 'an unknown address outside /v1', send: () => plane.request('/nothing'), status: 404, code: 'not_found' },
    {
      given: 'an id that is none',
      send: () => plane.request('/v1/experiments/exp_nope', { token: plane.workspace.tokens.admin }),
      status: 404,
      code: 'not_found',
    },
    {
      given: 'a method that is not answered',
      send: () => plane.request('/v1/me', { method: 'DELETE' }),
      status: 405,
      code: 'method_not_allowed',
    },
  ])('given $given, then $status $code', async ({ send, status, code }) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const problem = Problem.parse(await answer.json());
    expect(problem).toMatchObject({ code, status, type: `/docs/problems/${code}` });
    expect(problem.instance).toBe(`urn:request:${answer.headers.get('x-request-id')}`);
  });

  test('given a method that is not answered, then Allow says which are', async () => {
    const { headers } = await plane.request('/v1/experiments', { method: 'PUT' });
    expect(headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
    const doors = ['/healthz', '/metrics', '/openapi.json', '/docs', '/v1/events', '/v1/clicks.csv', '/webhooks/x'];
    for (const path of doors)
      expect([path, (await plane.request(path, { method: 'DELETE' })).status]).toEqual([path, 405]);
  });

  test('given OPTIONS, then it says what the address answers, to anybody; given HEAD, then it is a GET without a body', async () => {
    const options = await plane.request('/v1/experiments', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
    const { viewer } = plane.workspace.tokens;
    const head = await plane.request('/v1/experiments', { method: 'HEAD', token: viewer });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('given thousands of faults, then the answer stays short', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`field${i}`, 1]));
    const answer = await post(JSON.stringify({ ...draft(), ...unknown }));
    expect(answer.status).toBe(422);
    expect((await answer.text()).length).toBeLessThan(10_000);
  });

  test('given several faults, then each is named by its pointer in plain words', async () => {
    const { agents, ...rest } = draft();
    const answer = await post(
      JSON.stringify({ ...rest, mode: 'manual', agents: [{ ...agents[0], weightBasisPoints: 'half' }] }),
    );
    const { errors = [] } = Problem.parse(await answer.json());
    expect(errors).toContainEqual({ pointer: '#/mode', detail: 'must be one of: fixed, auto' });
    expect(errors.map((error) => error.pointer)).toContain('#/agents/0/weightBasisPoints');
  });

  test('given the database is gone, then it is 503 and not our words about it', async () => {
    const gone = createApp({ ...plane.deps, db: deadDatabase() });
    const answer = await gone.request('/v1/me', { headers: { authorization: 'Bearer x' } });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(Problem.parse(await answer.json())).toMatchObject({ code: 'unavailable' });
    expect((await gone.request('/healthz')).status).toBe(200);
    expect((await gone.request('/readyz')).status).toBe(503);
  });

  test('given a bug, then the caller learns the request id and nothing else, and the log has the rest', async () => {
    const lines: string[] = [];
    const log = createLog((line) => void lines.push(line));
    const broken = createApp({
      ...plane.deps,
      config: { ...plane.deps.config, panelDir: folder },
      log,
      signIn: { ...plane.deps.signIn, readSession: () => Promise.reject(new Error('secret detail')) },
    });
    const answer = await broken.request('/v1/me?utm_content=private', {
      headers: { cookie: 'a=b', 'x-request-id': 'from-outside' },
    });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    expect(text).not.toContain('secret detail');
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', instance: 'urn:request:from-outside' });
    expect(lines.join()).toContain('secret detail');
    expect(LogLine.parse(JSON.parse(lines.at(-1) ?? ''))).toMatchObject({
      level: 'error',
      part: 'control-plane',
      fields: { requestId: 'from-outside', route: '/v1/me', status: 500 },
    });
    expect(lines.join()).not.toContain('private');
  });
});

/** What every query of a database that is not there rejects with. */
function deadDatabase(): typeof plane.db {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const fail: unknown = new Proxy(() => fail, {
    get: (_, name) => (name === 'then' ? (_resolve: unknown, reject: (error: Error) => void) => reject(refused) : fail),
    apply: () => fail,
  });
  return fail as typeof plane.db;
}

describe('headers', () => {
  test.each(['/v1/me', '/v1/nothing', '/openapi.json', '/healthz', '/docs', '/webhooks/none'])(
    'given any answer, as that of %s, then it is not framed, not sniffed, tells no referrer, and shows nothing in a browser',
    async (path) => {
      const { headers } = await plane.request(path, { token: plane.workspace.tokens.viewer });
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
      expect(headers.get('x-request-id')).toMatch(/^req_/);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('given what the API answers, then nobody keeps it', async () => {
    for (const path of ['/v1/me', '/v1/nothing', '/v1/sign-in-options']) {
      const { headers } = await plane.request(path, { token: plane.workspace.tokens.viewer });
      expect([path, headers.get('cache-control')]).toEqual([path, 'no-store']);
    }
  });

  test('given the public address is https, then browsers are held to it, and else not: it would lock people out', async () => {
    const hsts = async (apiUrl: string) =>
      (await createApp({ ...plane.deps, config: { ...plane.deps.config, apiUrl } }).request('/healthz')).headers.get(
        'strict-transport-security',
      );
    expect(await hsts('https://panel.example')).toMatch(/^max-age=31536000/);
    expect(await hsts('http://127.0.0.1:8788')).toBeNull();
  });

  test('C5: given an experiment, then its version comes as ETag and goes back as If-Match', async () => {
    const running = await startedExperiment(plane.client());
    const path = `/v1/experiments/${running.id}`;
    const answer = await plane.request(path, { token: plane.workspace.tokens.viewer });
    expect(answer.headers.get('etag')).toBe('"2"');
    const change = (etag: string) =>
      plane.request(path, {
        method: 'PATCH',
        token: plane.workspace.tokens.editor,
        headers: { 'content-type': 'application/json', 'if-match': etag },
        body: JSON.stringify({ name: 'Renamed' }),
      });
    expect((await change('"1"')).status).toBe(412);
    expect((await change('W/"nonsense"')).status).toBe(400);
    expect((await change('"2"')).headers.get('etag')).toBe('"3"');
  });
});

describe('C1: OpenAPI', () => {
  test('given the document, then every endpoint is in it with its problems, and the page shows them without a script', async () => {
    const document = (await (await plane.request('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, object>>;
    };
    expect(document.openapi).toMatch(/^3\.1\./);
    for (const endpoint of Object.values(endpoints) as Endpoint[]) {
      expect(document.paths[endpoint.path]?.[endpoint.method]).toMatchObject({
        summary: endpoint.summary,
        responses: { [String(endpoint.status ?? 200)]: expect.anything(), 429: expect.anything() },
      });
    }
    const page = await plane.request('/docs');
    const text = await page.text();
    expect(text).toContain('Create a draft; it carries no traffic until started');
    expect(text).not.toMatch(/<script|(?:src|href)="http/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('C10: the stream of changes', () => {
  const open = (token: string, lastEventId?: string) =>
    plane.request('/v1/events', {
      token,
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    });

  /** Reads until so many events have come. */
  async function readEvents(
    answer: Response,
    count: number,
  ): Promise<{ id: string; topic: string; experimentIds: string[] }[]> {
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader() ?? expect.fail('no body');
    let text = '';
    for (;;) {
      const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => JSON.parse(json));
      if (events.length >= count) {
        await reader.cancel();
        return events;
      }
      const { value, done } = await reader.read();
      if (done) return events;
      text += value;
    }
  }

  test('given a change, then its own workspace hears of it after the commit, and no other', async () => {
    const [mine, others] = [await open(plane.workspace.tokens.viewer), await open(plane.otherWorkspace.tokens.viewer)];
    expect(mine.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const running = await startedExperiment(plane.client());
    const other = await plane.client(plane.otherWorkspace.tokens.admin).createExperiment({ body: draft() });
    expect(await readEvents(mine, 2)).toMatchObject([
      { topic: 'experiment', experimentIds: [running.id] },
      { topic: 'release', experimentIds: [running.id] },
    ]);
    expect(await readEvents(others, 1)).toMatchObject([{ topic: 'experiment', experimentIds: [other.id] }]);
  });

  test('given a reader that was away, then it gets what it missed', async () => {
    const last = plane.deps.changes.lastId();
    const running = await startedExperiment(plane.client());
    expect(await readEvents(await open(plane.workspace.tokens.viewer, last), 2)).toMatchObject([
      { experimentIds: [running.id] },
      { id: plane.deps.changes.lastId(), topic: 'release' },
    ]);
  });

  test('given a reader of before the restart, then it is told that anything may have changed', async () => {
    const events = await readEvents(await open(plane.workspace.tokens.viewer, 'another.7'), 5);
    expect(new Set(events.map((event) => event.topic)).size).toBe(5);
    expect(events.every((event) => event.experimentIds.length === 0)).toBe(true);
  });

  test('given a change that failed, then nobody hears of it', async () => {
    const last = plane.deps.changes.lastId();
    const taken = draft();
    await plane.client().createExperiment({ body: taken });
    await expect(plane.client().createExperiment({ body: draft({ links: taken.links }) })).rejects.toThrow();
    expect(plane.deps.changes.since(plane.workspace.id, last)).toHaveLength(1);
  });

  test('given no token, or a program without the right, then it is refused', async () => {
    expect((await plane.request('/v1/events')).status).toBe(401);
    expect((await open(plane.workspace.tokens.edge)).status).toBe(403);
  });
});

describe('the panel', () => {
  writeFileSync(join(folder, 'assets', 'index-abc.js'), 'console.log("panel")'.repeat(50));
  writeFileSync(join(folder, '.sources.sha256'), 'stamp');
  writeFileSync(join(folder, '..', `${folder.split('/').at(-1)}-secret.txt`), 'secret');
  const served = useControlPlane({ panelDir: folder });
  const get = (path: string, headers: Record<string, string> = {}) => served.request(path, { headers });

  test.each(['/', '/experiments', '/experiments/exp_01', '/index.html'])(
    'given the address %s, then it is the one page, asked for again each time',
    async (path) => {
      const answer = await get(path);
      expect(await answer.text()).toBe(page);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      const again = await get(path, { 'if-none-match': answer.headers.get('etag') ?? '' });
      expect([again.status, await again.text()]).toEqual([304, '']);
      // Or the page that the browser has kept would be under another policy from then on.
      expect(again.headers.get('content-security-policy')).toBe(answer.headers.get('content-security-policy'));
    },
  );

  test('given a file named by its content, then it is compressed and kept for ever', async () => {
    const answer = await get('/assets/index-abc.js', { 'accept-encoding': 'gzip, br' });
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(await answer.arrayBuffer()).toString()).toMatch(/^console/);
    expect(await (await get('/assets/index-abc.js')).text()).toMatch(/^console/);
  });

  test.each([
    `/../${folder.split('/').at(-1)}-secret.txt`,
    `/..%2f${folder.split('/').at(-1)}-secret.txt`,
    `/assets/..%2f..%2f${folder.split('/').at(-1)}-secret.txt`,
    '/%2e%2e/%2e%2e/etc/passwd',
    '/.sources.sha256',
    '//etc/passwd',
    '/assets/%00index-abc.js',
  ])('given %s, then nothing outside the panel is served', async (path) => {
    const text = await (await get(path)).text();
    expect(text).not.toMatch(/secret|root:|stamp/);
  });

  test('given an asset of an older build, or an unknown API address, then it is 404 and no page', async () => {
    for (const path of ['/assets/index-old.js', '/v1/nothing', '/webhooks/x/y'])
      expect((await get(path)).status).toBe(404);
    expect((await served.request('/experiments', { method: 'POST' })).status).toBe(404);
  });

  test('given the panel is built again, then the new one is served', async () => {
    writeFileSync(join(folder, 'index.html'), '<title>New</title>');
    utimesSync(join(folder, 'index.html'), new Date(), new Date(Date.now() + 5000));
    expect(await (await get('/')).text()).toBe('<title>New</title>');
  });
});
