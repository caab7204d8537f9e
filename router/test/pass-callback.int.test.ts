import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { pixelCookie } from '../src/domain/pixel-cookie.ts';
import { sipKeyOf } from '../src/domain/sip-hash.ts';
import { startCallbackReceiver } from './fake-callback-receiver.ts';
import { freePort, startRouter } from './router-process.ts';
import { createSigner } from './signed-bundle.ts';
import { temporaryFolder } from './temporary-folder.ts';

const SOON = { timeout: 20_000, interval: 20 };

type Router = Awaited<ReturnType<typeof startRouter>>;

/** One call over a connection of its own. Status 0: there was no answer. */
function call(port: number, path: string, body: string | Buffer | null = null, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>((resolve) => {
    const method = body === null ? 'GET' : 'POST';
    const sent = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
      response.on('error', () => resolve({ status: 0, text: '', headers: {} }));
    });
    sent.on('error', () => resolve({ status: 0, text: '', headers: {} }));
    sent.end(body ?? undefined);
  });
}

const webhook = (router: Pick<Router, 'port'>, id: string) => call(router.port, '/webhooks/endpoint-1', id);
const inboxOf = ({ dataDir }: Router) => join(dataDir, 'router', 'inbox');
const waitingIn = (router: Router) => readdirSync(inboxOf(router)).filter((name) => name.endsWith('.call'));

describe('a call while the control plane is there', () => {
  test('R26: then it is passed on byte for byte, with the edge’s signed word on time and sender', async () => {
    const receiver = await startCallbackReceiver();
    const router = await startRouter({ apiUrl: receiver.url });
    const before = Date.now();
    const target = `/webhooks/endpoint-1?a='b"&c=%2f+%zz&d`;
    const body = '{"amount":"1","é":\xff}';
    const answer = await call(router.port, target, Buffer.from(body, 'latin1'), {
      'content-type': 'application/json; charset=weird',
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1795348800',
      'webhook-signature': 'v1,abc=',
      authorization: 'Basic c2VjcmV0',
      'x-segment-signature': '00ff',
      'x-partner-hmac': '0f',
      'x-other': 'of no use',
      cookie: 'session=secret',
      'x-forwarded-for': '203.0.113.9',
      'alyson-received-at': '1',
      'alyson-sender': '203.0.113.9',
    });
    expect(answer.status).toBe(200);
    const [taken, ...others] = receiver.taken;
    expect(others).toEqual([]);
    expect(taken).toMatchObject({ method: 'POST', target, sender: '127.0.0.1', isSigned: true });
    expect(taken?.body.toString('latin1')).toBe(body);
    expect(taken?.receivedAt).toBeGreaterThanOrEqual(before);
    expect(taken?.receivedAt).toBeLessThanOrEqual(Date.now());
    expect(taken?.headers).toMatchObject({
      'content-type': 'application/json; charset=weird',
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1795348800',
      'webhook-signature': 'v1,abc=',
      authorization: 'Basic c2VjcmV0',
      'x-segment-signature': '00ff',
      'x-partner-hmac': '0f',
    });
    for (const name of ['cookie', 'x-other', 'x-forwarded-for']) expect(taken?.headers).not.toHaveProperty(name);
    expect(waitingIn(router)).toEqual([]);
  });

  test('C16: given a pixel whose cookie one of ours wrote, then the click is passed on, signed for, and no cookie is', async () => {
    const receiver = await startCallbackReceiver();
    const router = await startRouter({ apiUrl: receiver.url });
    const clickId = `a${'0'.repeat(29)}`;
    const signing = { number: 0, key: sipKeyOf(new Uint8Array(16).fill(1)) };
    const [cookie = ''] = pixelCookie('26', clickId, signing).split(';');
    await call(router.port, '/aff_l?offer_id=26', null, { cookie: `a=b; ${cookie}`, 'alyson-pixel-click': 'made-up' });
    await call(router.port, '/aff_l?offer_id=27', null, { cookie, 'alyson-pixel-click': clickId });
    expect(receiver.taken.map(({ isSigned, pixelClick }) => [isSigned, pixelClick])).toEqual([
      [true, clickId],
      [true, null],
    ]);
    for (const { headers } of receiver.taken) expect(headers).not.toHaveProperty('cookie');
  });

  test('R26: then its answer comes back as it is: status, body and type', async () => {
    const receiver = await startCallbackReceiver();
    receiver.treat = () => ({ refuse: 422, say: '{"code":"validation_failed"}' });
    const router = await startRouter({ apiUrl: receiver.url });
    const answer = await webhook(router, 'a');
    expect(answer).toMatchObject({ status: 422, text: '{"code":"validation_failed"}' });
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json' });
    expect(waitingIn(router)).toEqual([]);
  });

  test.each([
    { given: 'GET on a webhook', path: '/webhooks/a', body: null, status: 405 },
    { given: 'no endpoint', path: '/webhooks/', body: 'x', status: 404 },
    { given: 'a path that leads elsewhere', path: '/webhooks/../v1/me', body: 'x', status: 405 },
    { given: 'the same, escaped', path: '/webhooks/%2e%2e%2fv1%2fme', body: 'x', status: 404 },
    { given: 'a body above 1 MiB', path: '/webhooks/a', body: 'x'.repeat(1_048_577), status: 413 },
    { given: 'a query above 16 KiB', path: `/aff_lsr?x=${'y'.repeat(16_384)}`, body: null, status: 414 },
  ])('R26: given $given, then $status, and nobody is asked', async ({ path, body, status }) => {
    const receiver = await startCallbackReceiver();
    const router = await startRouter({ apiUrl: receiver.url });
    expect((await call(router.port, path, body)).status).toBe(status);
    expect(receiver.asked).toBe(0);
  });

  test('R26: given a body of exactly 1 MiB, then it is passed on whole', async () => {
    const receiver = await startCallbackReceiver();
    const router = await startRouter({ apiUrl: receiver.url });
    expect((await call(router.port, '/webhooks/a', 'x'.repeat(1_048_576))).status).toBe(200);
    expect(receiver.taken[0]?.body).toHaveLength(1_048_576);
  });
});

describe('a call while the control plane is away', () => {
  test('R26: then it is kept first and answered as its protocol expects, and arrives with its own time of receipt, in order', async () => {
    const port = await freePort();
    const router = await startRouter({ apiUrl: `http://127.0.0.1:${port}` });
    const before = Date.now();
    const accepted = await call(router.port, '/webhooks/endpoint-1', 'first', { 'webhook-id': 'msg_1' });
    expect(accepted).toMatchObject({ status: 202, text: '{"outcome":"kept"}' });
    for (const path of [
      '/aff_lsr?transaction_id=t-1',
      '/aff_goal?a=lsr&goal_id=2&transaction_id=t-2',
      '/aff_l?offer_id=26',
    ])
      expect(await call(router.port, path)).toMatchObject({ status: 200, text: 'success=true;' });
    expect(await call(router.port, '/aff_lsr', 'transaction_id=t-3')).toMatchObject({ text: 'success=true;' });
    const after = Date.now();
    expect(waitingIn(router)).toHaveLength(5);

    const receiver = await startCallbackReceiver(port);
    await vi.waitFor(() => expect(receiver.taken).toHaveLength(5), SOON);
    expect(receiver.taken.map(({ method, target, body }) => [method, target, String(body)])).toEqual([
      ['POST', '/webhooks/endpoint-1', 'first'],
      ['GET', '/aff_lsr?transaction_id=t-1', ''],
      ['GET', '/aff_goal?a=lsr&goal_id=2&transaction_id=t-2', ''],
      ['GET', '/aff_l?offer_id=26', ''],
      ['POST', '/aff_lsr', 'transaction_id=t-3'],
    ]);
    expect(receiver.taken[0]?.headers).toMatchObject({ 'webhook-id': 'msg_1' });
    for (const { receivedAt, sender, isSigned } of receiver.taken) {
      expect(isSigned).toBe(true);
      expect(sender).toBe('127.0.0.1');
      expect(receivedAt).toBeGreaterThanOrEqual(before);
      expect(receivedAt).toBeLessThanOrEqual(after);
    }
    await vi.waitFor(() => expect(waitingIn(router)).toEqual([]), SOON);
  });

  test.each(['fail', 'redirect', 'lost_answer'] as const)(
    'R26, S8: given it answers with "%s", then nothing is passed back of that, and the call arrives once it is well',
    async (treatment) => {
      const receiver = await startCallbackReceiver();
      receiver.treat = () => treatment;
      const router = await startRouter({ apiUrl: receiver.url });
      expect((await webhook(router, 'a')).status).toBe(202);
      receiver.taken.length = 0; // a lost answer is asked for again: the control plane knows its own repeats
      receiver.treat = () => 'take';
      await vi.waitFor(() => expect(receiver.taken.map(({ body }) => String(body))).toEqual(['a']), SOON);
      await vi.waitFor(() => expect(waitingIn(router)).toEqual([]), SOON);
    },
  );

  test('R26, S8: given it hangs, then the first caller waits ten seconds and the next ones do not', async () => {
    const receiver = await startCallbackReceiver();
    receiver.treat = () => 'hang';
    const router = await startRouter({ apiUrl: receiver.url });
    const startedAt = Date.now();
    expect((await webhook(router, 'a')).status).toBe(202);
    expect(Date.now() - startedAt).toBeGreaterThan(9_000);
    expect(Date.now() - startedAt).toBeLessThan(12_000);
    const nextAt = Date.now();
    expect((await call(router.port, '/aff_lsr?transaction_id=b')).text).toBe('success=true;');
    expect(Date.now() - nextAt).toBeLessThan(1_000);
    receiver.treat = () => 'take';
    await vi.waitFor(() => expect(receiver.taken).toHaveLength(2), SOON);
  }, 45_000);

  test('R26: given 25 calls at once, then each is kept and each arrives once', async () => {
    const port = await freePort();
    const router = await startRouter({ apiUrl: `http://127.0.0.1:${port}` });
    const ids = Array.from({ length: 25 }, (_, i) => `report-${i}`);
    const answers = await Promise.all(ids.map((id) => webhook(router, id)));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 202));
    const receiver = await startCallbackReceiver(port);
    await vi.waitFor(() => expect(receiver.taken).toHaveLength(25), SOON);
    expect(receiver.taken.map(({ body }) => String(body)).sort()).toEqual(ids.sort());
  });

  test('R26: given calls that it will never take, then they are set aside with its words, and hold up nobody', async () => {
    const port = await freePort();
    const router = await startRouter({ apiUrl: `http://127.0.0.1:${port}` });
    for (const id of ['a', 'b', 'c']) expect((await webhook(router, id)).status).toBe(202);
    const receiver = await startCallbackReceiver(port);
    receiver.treat = ({ body }) =>
      String(body) === 'b' ? { refuse: 401, say: '{"code":"signature_invalid"}' } : 'take';
    await vi.waitFor(() => expect(receiver.taken.map(({ body }) => String(body))).toEqual(['a', 'c']), SOON);
    const aside = join(inboxOf(router), 'set-aside');
    await vi.waitFor(() => expect(readdirSync(aside)).toHaveLength(2), SOON);
    const [call = '', note = ''] = readdirSync(aside).sort((a, b) => a.length - b.length);
    expect(readFileSync(join(aside, call), 'utf8').endsWith('\nb')).toBe(true);
    expect(JSON.parse(readFileSync(join(aside, note), 'utf8'))).toMatchObject({
      reason: 'status 401 {"code":"signature_invalid"}',
    });
    expect(statSync(join(aside, call)).mode & 0o077).toBe(0);
  });

  test('R26: given a call that was refused for its secret, then it arrives once that is set right, and one that was wrong in itself does not', async () => {
    const port = await freePort();
    const options = { dataDir: temporaryFolder(), signer: createSigner(), apiUrl: `http://127.0.0.1:${port}` };
    const first = await startRouter(options);
    for (const id of ['secret', 'nonsense']) await webhook(first, id);
    const receiver = await startCallbackReceiver(port);
    receiver.treat = ({ body }) => ({ refuse: String(body) === 'secret' ? 401 : 422, say: '' });
    const aside = join(inboxOf(first), 'set-aside');
    await vi.waitFor(() => expect(readdirSync(aside)).toHaveLength(4), SOON);
    expect(waitingIn(first)).toEqual([]);
    await first.end('SIGKILL');
    receiver.treat = () => 'take';
    const second = await startRouter(options); // each hour it does the same
    await vi.waitFor(() => expect(receiver.taken.map(({ body }) => String(body))).toEqual(['secret']), SOON);
    await vi.waitFor(() => expect(waitingIn(second)).toEqual([]), SOON);
    expect(readdirSync(aside)).toHaveLength(2);
  });

  test('R26: given strangers’ nonsense was set aside, then it takes no room of what waits, and the oldest of it goes', async () => {
    const port = await freePort();
    const router = await startRouter({ apiUrl: `http://127.0.0.1:${port}`, variables: { ALYSON_INBOX_MAX_MB: '1' } });
    const large = 'x'.repeat(200_000);
    const fill = async () => {
      let kept = 0;
      while ((await call(router.port, '/webhooks/nobody', large)).status === 202) kept += 1;
      return kept;
    };
    const aside = join(inboxOf(router), 'set-aside');
    for (let round = 0; round < 2; round += 1) {
      expect(await fill()).toBe(5);
      const receiver = await startCallbackReceiver(port);
      receiver.treat = () => ({ refuse: 422, say: '' });
      await vi.waitFor(() => expect(waitingIn(router)).toEqual([]), SOON);
      await receiver.close();
      expect(readdirSync(aside).filter((name) => name.endsWith('.call'))).toHaveLength(1);
    }
  });

  test('R26: given it asks for patience (429), then the call is not given up', async () => {
    const port = await freePort();
    const router = await startRouter({ apiUrl: `http://127.0.0.1:${port}` });
    await webhook(router, 'a');
    const receiver = await startCallbackReceiver(port);
    receiver.treat = () => ({ refuse: 429, say: '' });
    await vi.waitFor(() => expect(receiver.asked).toBeGreaterThan(1), SOON);
    receiver.treat = () => 'take';
    await vi.waitFor(() => expect(receiver.taken).toHaveLength(1), SOON);
  });

  test('R24, R26: then neither secrets nor bodies nor values of queries reach the log', async () => {
    const port = await freePort();
    const router = await startRouter({ apiUrl: `http://127.0.0.1:${port}` });
    await call(router.port, '/aff_lsr?security_token=hushhush&transaction_id=hush', 'amount=hush', {
      authorization: 'Bearer hush',
      'content-type': 'application/x-www-form-urlencoded',
    });
    const receiver = await startCallbackReceiver(port);
    receiver.treat = () => ({ refuse: 400, say: '{"code":"malformed_request"}' });
    await vi.waitFor(() => expect(router.said()).toMatch(/call set aside/), SOON);
    expect(router.said()).toMatch(/call kept for later/);
    expect(router.said()).not.toMatch(/hush|transaction_id|amount/);
  });
});

describe('an inbox that outlives its process', () => {
  test('R26: given kill -9 right after an answer, then the call arrives all the same', async () => {
    const port = await freePort();
    const options = { dataDir: temporaryFolder(), signer: createSigner(), apiUrl: `http://127.0.0.1:${port}` };
    const first = await startRouter(options);
    expect((await webhook(first, 'acknowledged')).status).toBe(202);
    await first.end('SIGKILL');
    const receiver = await startCallbackReceiver(port);
    await startRouter(options);
    await vi.waitFor(() => expect(receiver.taken.map(({ body }) => String(body))).toEqual(['acknowledged']), SOON);
  });

  test('R26: given kill -9 again and again under load, then what was acknowledged arrives, and nothing that nobody sent', async () => {
    const port = await freePort();
    const options = {
      dataDir: temporaryFolder(),
      signer: createSigner(),
      port: await freePort(),
      apiUrl: `http://127.0.0.1:${port}`,
    };
    const sent = new Set<string>();
    const acknowledged = new Set<string>();
    let isOver = false;
    const buyer = async (name: string) => {
      for (let i = 0; !isOver; i += 1) {
        const id = `${name}-${i}`;
        sent.add(id);
        const { status } = await webhook(options, id);
        if (status === 202) acknowledged.add(id);
        else await new Promise((resolve) => setTimeout(resolve, 5)); // the router is dead for a moment
      }
    };
    let router = await startRouter(options);
    const buyers = Array.from({ length: 8 }, (_, i) => buyer(`buyer-${i}`));
    for (let round = 1; round <= 5; round += 1) {
      const goal = acknowledged.size + 40 + round * 13;
      await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThan(goal), { timeout: 20_000, interval: 1 });
      await router.end('SIGKILL');
      router = await startRouter(options);
    }
    isOver = true;
    await Promise.all(buyers);
    const receiver = await startCallbackReceiver(port);
    const arrived = () => new Set(receiver.taken.map(({ body }) => String(body)));
    await vi.waitFor(() => expect([...acknowledged].filter((id) => !arrived().has(id))).toEqual([]), SOON);
    await vi.waitFor(() => expect(waitingIn(router)).toEqual([]), SOON);
    expect([...arrived()].filter((id) => !sent.has(id))).toEqual([]);
    expect(receiver.taken.every(({ isSigned }) => isSigned)).toBe(true);
  }, 60_000);

  test('R26: given a full inbox, then 503 with Retry-After; after a restart it delivers, and takes calls again', async () => {
    const port = await freePort();
    const options = {
      dataDir: temporaryFolder(),
      signer: createSigner(),
      apiUrl: `http://127.0.0.1:${port}`,
      variables: { ALYSON_INBOX_MAX_MB: '1' },
    };
    const first = await startRouter(options);
    const large = 'x'.repeat(400_000);
    expect((await call(first.port, '/webhooks/a', large)).status).toBe(202);
    expect((await call(first.port, '/webhooks/a', large)).status).toBe(202);
    const refused = await call(first.port, '/webhooks/a', large);
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': expect.stringMatching(/^\d+$/) } });
    expect((await call(first.port, `/aff_lsr?transaction_id=a`, large)).status).toBe(503);
    await first.end('SIGKILL');

    const second = await startRouter(options);
    expect((await call(second.port, '/webhooks/a', large)).status).toBe(503);
    const receiver = await startCallbackReceiver(port);
    await vi.waitFor(() => expect(receiver.taken).toHaveLength(2), SOON);
    await vi.waitFor(() => expect(waitingIn(second)).toEqual([]), SOON);
    await receiver.close();
    expect((await call(second.port, '/webhooks/a', large)).status).toBe(202);
  });

  test('R26: given a file cut short by a bad disk, then it is set aside, and the next ones arrive', async () => {
    const port = await freePort();
    const options = { dataDir: temporaryFolder(), signer: createSigner(), apiUrl: `http://127.0.0.1:${port}` };
    const first = await startRouter(options);
    for (const id of ['first', 'second']) await webhook(first, id);
    await first.end('SIGKILL');
    const [oldest = ''] = waitingIn(first).sort();
    const path = join(inboxOf(first), oldest);
    writeFileSync(path, readFileSync(path).subarray(0, -1));
    const receiver = await startCallbackReceiver(port);
    const second = await startRouter(options);
    await vi.waitFor(() => expect(receiver.taken.map(({ body }) => String(body))).toEqual(['second']), SOON);
    expect(readdirSync(join(inboxOf(second), 'set-aside')).some((name) => name === oldest)).toBe(true);
  });
});
