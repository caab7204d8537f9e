/** R24: what visitors, buyers and strangers send, and what is secret, stands in no log. */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { LogLine } from '@alyson/schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BuyerAccount, sendReport } from '../scripts/demo/buyer.ts';
import { type Product, startProduct } from './product.ts';

/** Stands wherever a stranger can put something. Letters only, so that no encoding hides it, and no product's word. */
const MARK = 'xqzjmarkedvalue';
const MAIL = `${MARK}@example.com`;
const WAIT = { timeout: 20_000, interval: 50 };

let product: Product;
let buyer: BuyerAccount;

beforeAll(async () => {
  product = await startProduct();
  const { id } = await product.api.createExperiment({
    body: {
      name: 'Logs',
      agents: [
        { name: 'A', landingUrl: 'https://www.example.com/a', weightBasisPoints: 5_000, isControl: true },
        { name: 'B', landingUrl: 'https://www.example.com/b', weightBasisPoints: 5_000 },
      ],
      links: [{ kind: 'slug', value: 'logs' }],
    },
  });
  await product.api.startExperiment({ params: { experimentId: id } });
  const created = await product.api.createBuyer({ body: { name: 'Logs' } });
  buyer = { webhookUrl: created.buyer.webhookUrl, secret: created.secret };
}, 90_000);

afterAll(() => product?.remove(), 60_000);

/** Bytes as they are, one request per connection. @returns once the other side has closed it */
async function sendBytes(port: number, bytes: string): Promise<void> {
  const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.from(bytes, 'latin1')));
  socket.on('error', () => {}).resume();
  await once(socket, 'close');
}

const HEADERS = [
  `User-Agent: ${MARK}bot`,
  `Referer: https://${MARK}.example/${MARK}?a=${MARK}`,
  `Cookie: alyson_v=${MARK}; ${MARK}=${MARK}`,
  `Accept-Language: ${MARK}`,
  `X-Forwarded-For: ${MARK}`,
  `X-Request-Id: ${MARK}/${MARK}`,
  `Authorization: Bearer ${MARK}`,
  `Origin: https://${MARK}.example`,
  `Idempotency-Key: ${MARK}`,
  `If-Match: ${MARK}`,
  `${MARK}: ${MARK}`,
];

const request = (method: string, target: string, { host = 'localhost', body = '', type = 'application/json' } = {}) =>
  [
    `${method} ${target} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: close',
    ...HEADERS,
    ...(body ? [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`] : []),
    '',
    body,
  ].join('\r\n');

const QUERY = `utm_content=${MARK}&first_name=${MARK}&email=${MAIL}&aff_sub=${MAIL}&${MARK}=%zz%00%E9&url=https://${MARK}.example`;

test('R24, ASVS 14.2.1: given hostile clicks, then they are answered', async () => {
  const targets = [
    `/r/logs?${QUERY}`,
    `/aff_c?offer_id=${MARK}&${QUERY}`,
    `/aff_lsr?transaction_id=${MARK}&amount=${MARK}`,
    `/${MARK}?${QUERY}`,
    `/r/${MARK}%0d%0a${MARK}`,
    `//${MARK}.example/?${QUERY}`,
    `/edge/bundles/0?${QUERY}`,
    `/edge/state?${QUERY}`,
    `/edge/books?${QUERY}`,
    `/readyz?${QUERY}`,
    `http://${MARK}.example/r/logs?${QUERY}`,
  ];
  for (const target of targets)
    for (const method of ['GET', 'HEAD', 'POST', 'PUT'])
      for (const host of ['localhost', `${MARK}.example`])
        await sendBytes(product.routerPort, request(method, target, { host }));
  const signed = JSON.stringify({ keyId: MARK, payload: `{"${MARK}":"${MARK}"}`, signature: MARK });
  for (const body of [signed, `{"${MARK}`, MARK]) {
    await sendBytes(product.routerPort, request('PUT', '/edge/bundles/0', { body }));
    await sendBytes(product.routerPort, request('POST', `/webhooks/${MARK}`, { body }));
  }
  for (const broken of [
    `GET /r/logs?${MARK} x HTTP/1.1\r\n\r\n`,
    `${MARK}\r\n\r\n`,
    `GET / HTTP/1.1\r\n${MARK}\r\n\r\n`,
  ])
    await sendBytes(product.routerPort, broken);
});

test('R24: given hostile reports, clicks and sign-ins at the control plane, then they are answered', async () => {
  const apiPort = Number(new URL(product.apiUrl).port);
  const webhook = new URL(buyer.webhookUrl).pathname;
  const bodies = [`{"${MARK}":"${MAIL}"}`, `{"${MARK}": ${MARK}}`, MARK, `{"email":"${MAIL}","password":"${MARK}"}`];
  const targets = [
    webhook,
    `/webhooks/${MARK}`,
    '/v1/experiments',
    `/v1/experiments/${MARK}`,
    '/v1/clicks',
    '/v1/auth/sign-in/email',
    `/v1/auth/${MARK}`,
    '/v1/runs/claim',
    `/${MARK}`,
  ];
  for (const target of targets)
    for (const body of bodies)
      for (const method of ['POST', 'GET', 'PATCH'])
        await sendBytes(apiPort, request(method, `${target}?cursor=${MARK}&utm_content=${MAIL}`, { body }));

  // By those who may, with what cannot be read or stored.
  const { ALYSON_EDGE_TOKEN: edge = '', ALYSON_ADMIN_TOKEN: admin = '' } = product.secrets;
  const ask = (method: string, path: string, token: string, body?: unknown) =>
    fetch(product.apiUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `${MARK}\u00e9`,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  const click = { id: MARK, at: MARK, edge: MARK, [MARK]: MAIL, utmContent: MAIL };
  expect(
    (await ask('POST', '/v1/clicks', edge, { clicks: [click, MARK, { ...click, id: `a${'0'.repeat(29)}` }] })).status,
  ).toBe(200);
  await ask('POST', '/v1/clicks', edge, `{"clicks": [${MARK}`);
  await ask('POST', '/v1/experiments', admin, { name: `${MARK}\u0000`, [MARK]: MARK });
  await ask('GET', `/v1/clicks?utmContent=${MAIL}&cursor=${MARK}`, admin);
  await ask('GET', `/v1/experiments?q=${MARK}%00`, admin);
  const event = {
    type: 'sale',
    event_id: MARK,
    lead_id: MAIL,
    utm_content: MARK,
    amount: MARK,
    currency: MARK,
  } as const;
  for (const manner of ['once', 'forged', 'stale', 'repeated'] as const)
    await sendReport(buyer, JSON.parse(JSON.stringify(event)), manner);
});

test('R24: given the parts are asked to report all that, then no byte of it is in a log, and every line has the one shape', async () => {
  const { pidOf, dataDir, secrets } = product;
  for (const part of ['router', 'control-plane', 'worker'] as const) process.kill(pidOf(part), 'SIGKILL');
  await vi.waitFor(async () => expect((await fetch(`${product.apiUrl}/readyz`)).status).toBe(200), WAIT);
  await vi.waitFor(async () => expect((await fetch(`${product.routerUrl}/readyz`)).status).toBe(200), WAIT);
  await product.stop();

  const folder = join(dataDir, 'logs');
  const logs = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  expect(logs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['router.log', 'control-plane.log', 'worker.log']),
  );
  for (const { name, text } of [...logs, { name: 'the terminal', text: product.printed() }]) {
    const forms = [
      MARK,
      encodeURIComponent(MAIL),
      Buffer.from(MARK).toString('base64').slice(0, -3),
      buyer.secret,
      webhookId(),
    ];
    for (const form of forms) expect(linesWith(text, form), `${name} holds ${form}`).toEqual([]);
  }
  for (const { name, text } of logs) {
    for (const [variable, value] of Object.entries(secrets))
      if (value !== undefined) expect(text.includes(value), `${name} holds ${variable}`).toBe(false);
    if (name === 'database.log') continue; // PostgreSQL's own words
    for (const line of text.split('\n').filter(Boolean))
      expect(LogLine.safeParse(JSON.parse(line)).error).toBeUndefined();
  }
  expect(
    linesWith(logs.find(({ name }) => name === 'router.log')?.text ?? '', 'bundle refused').length,
  ).toBeGreaterThan(0);
  expect(linesWith(logs.find(({ name }) => name === 'control-plane.log')?.text ?? '', 'cannot be read').length).toBe(1);
});

const webhookId = (): string => new URL(buyer.webhookUrl).pathname.split('/').at(-1) ?? '';
const linesWith = (text: string, form: string): string[] =>
  text.split('\n').filter((line) => line.toLowerCase().includes(form.toLowerCase()));
