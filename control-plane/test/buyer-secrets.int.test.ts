import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { HOUR_MS, type NewBuyerSecret, Problem, type SecretScheme } from '@alyson/schema';
import { auditEntries, buyerEvents, buyerReports, buyerSecrets } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { callAsEdge, type EdgeCall } from './support/call-as-edge.ts';
import { openReports } from './support/open-reports.ts';
import { addBuyer, report, type TestBuyer } from './support/report-as-buyer.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let buyer: TestBuyer;
let made = 0;
beforeEach(async () => {
  plane.clock.now = STARTED_AT;
  buyer = await addBuyer(plane);
});

const params = () => ({ buyerId: buyer.id as never });
const secretsOf = async () => (await plane.client().listBuyerSecrets({ params: params(), query: {} })).items;
const add = (scheme: SecretScheme, rest: Partial<NewBuyerSecret> = {}) =>
  plane.client().addBuyerSecret({ params: params(), body: { scheme, ...rest } });
const faults = async () =>
  (await plane.db.select().from(buyerReports).where(eq(buyerReports.buyerId, buyer.id))).map(({ fault }) => fault);
const eventsOf = () => plane.db.select().from(buyerEvents).where(eq(buyerEvents.buyerId, buyer.id));

function lead(): string {
  made += 1;
  return JSON.stringify({ type: 'lead', event_id: `lead-${made}`, utm_content: `nobody-clicked-${made}` });
}
async function call(changes: Omit<EdgeCall, 'target'> & { query?: string } = {}): Promise<number> {
  const { query = '', ...rest } = changes;
  return (await callAsEdge(plane, { target: buyer.path + query, body: lead(), ...rest })).status;
}

describe('several secrets of a buyer (C14)', () => {
  test('given a buyer, then it has one secret, and no answer but the first shows its value', async () => {
    const [secret, ...others] = await secretsOf();
    expect(others).toEqual([]);
    expect(secret).toMatchObject({
      scheme: { kind: 'standard_webhooks', version: 'v1' },
      expiresAt: null,
      lastUsedAt: null,
    });
    expect(JSON.stringify(secret)).not.toContain(buyer.secret.slice(6));
    await report(plane, buyer, JSON.parse(lead()));
    expect(await secretsOf()).toMatchObject([{ lastUsedAt: '2026-11-22T12:00:00.000Z' }]);
  });

  test('given a rotation, then both count for the time that was asked for, and then the new one alone', async () => {
    const [old] = await secretsOf();
    const { value, secret } = await plane
      .client()
      .rotateBuyerSecret({ params: { ...params(), secretId: old?.id as never }, body: { overlapHours: 24 } });
    expect(secret.expiresAt).toBeNull();
    expect(value).toMatch(/^whsec_/);
    const next = { ...buyer, secret: value };
    expect(await report(plane, buyer, JSON.parse(lead()))).toBe('orphan');
    expect(await report(plane, next, JSON.parse(lead()))).toBe('orphan');
    plane.clock.now += 24 * HOUR_MS;
    expect(await report(plane, buyer, JSON.parse(lead()))).toBe('signature_invalid');
    expect(await report(plane, next, JSON.parse(lead()))).toBe('orphan');
    expect(await faults()).toContain('expired_secret');
    expect(await eventsOf()).toHaveLength(3);

    const audit = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, buyer.id));
    expect(audit.map(({ action }) => action)).toContain('buyer_secret.rotated');
    expect(JSON.stringify(audit)).not.toContain(value.slice(6));
  });

  test('given a rotation for now, then the old one is refused at once, and a month later as any other', async () => {
    const [old] = await secretsOf();
    const secretId = old?.id ?? expect.fail('the buyer has no secret');
    const { value } = await plane
      .client()
      .rotateBuyerSecret({ params: { ...params(), secretId }, body: { overlapHours: 0 } });
    expect(await report(plane, buyer, JSON.parse(lead()))).toBe('signature_invalid');
    expect(await report(plane, { ...buyer, secret: value }, JSON.parse(lead()))).toBe('orphan');
    plane.clock.now += 31 * 24 * HOUR_MS;
    expect(await report(plane, buyer, JSON.parse(lead()))).toBe('signature_invalid');
    expect((await faults()).sort()).toEqual(['expired_secret', 'no_match', null]);
    const again = plane.client().rotateBuyerSecret({ params: { ...params(), secretId }, body: {} });
    await expect(again).rejects.toMatchObject({ code: 'secret_ended' });
  });

  test('given that the only secret is ended, then every call is rejected, and says why', async () => {
    const [old] = await secretsOf();
    const secretId = old?.id ?? expect.fail('the buyer has no secret');
    const ended = await plane.client().endBuyerSecret({ params: { ...params(), secretId } });
    expect(ended.expiresAt).toBe('2026-11-22T12:00:00.000Z');
    expect(await plane.client().endBuyerSecret({ params: { ...params(), secretId } })).toEqual(ended);
    expect(await call()).toBe(401);
    expect(await faults()).toEqual(['no_secret']);
  });

  test('given ten secrets, then no further one: each of them costs every call a check', async () => {
    const scheme = { kind: 'standard_webhooks', version: 'v1' } as const;
    for (let i = 0; i < 9; i += 1) await add(scheme);
    await expect(add(scheme)).rejects.toMatchObject({ code: 'validation_failed' });
  });

  test.each([
    {
      given: 'a header that no edge passes on',
      scheme: { kind: 'token', in: 'header', name: 'Cookie' },
      at: '#/scheme/name',
    },
    {
      given: 'what only an edge may say',
      scheme: { kind: 'hmac_sha256', header: 'alyson-edge-signature', encoding: 'hex' },
      at: '#/scheme/header',
    },
    { given: 'a short value', scheme: { kind: 'token', in: 'query', name: 't' }, value: 'short', at: '#/value' },
    { given: 'no public key', scheme: { kind: 'standard_webhooks', version: 'v1a' }, at: '#/value' },
    {
      given: 'a public key that is too short',
      scheme: { kind: 'standard_webhooks', version: 'v1a' },
      value: 'whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      at: '#/value',
    },
    {
      given: 'a secret that is too short',
      scheme: { kind: 'standard_webhooks', version: 'v1' },
      value: 'whsec_c2hvcnQgc2VjcmV0',
      at: '#/value',
    },
    { given: 'a colon in a name', scheme: { kind: 'basic', username: 'a:b' }, at: '#/scheme/username' },
  ])('given $given, then it is refused with a pointer', async ({ scheme, value, at }) => {
    const adding = add(scheme as SecretScheme, value ? { value } : {});
    await expect(adding).rejects.toMatchObject({ code: 'validation_failed', errors: [{ pointer: at }] });
  });
});

describe('buyers that cannot sign by Standard Webhooks (C14)', () => {
  test('given v1a, then the buyer’s private key signs, and only its public one is here', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64');
    await add({ kind: 'standard_webhooks', version: 'v1a' }, { value: `whpk_${raw}` });
    const body = lead();
    const timestamp = String(plane.clock.now / 1000);
    const signature = sign(null, Buffer.from(`msg_a.${timestamp}.${body}`), privateKey).toString('base64');
    const headers = { 'webhook-id': 'msg_a', 'webhook-timestamp': timestamp, 'webhook-signature': `v1a,${signature}` };
    expect(await call({ body, headers })).toBe(200);
    expect(await call({ body: `${body} `, headers: { ...headers, 'webhook-id': 'msg_b' } })).toBe(401);
  });

  test.each(['hex', 'base64'] as const)(
    'given an HMAC of the body in %s in a header of its own, then it counts',
    async (encoding) => {
      const { value } = await add({ kind: 'hmac_sha256', header: 'X-Partner-Signature', encoding });
      const body = lead();
      const digest = createHmac('sha256', value).update(body).digest(encoding);
      expect(await call({ body, headers: { 'x-partner-signature': digest } })).toBe(200);
      expect(await call({ body: `${body} `, headers: { 'x-partner-signature': digest } })).toBe(401);
      const named = lead();
      const prefixed = `sha256=${createHmac('sha256', value).update(named).digest(encoding)}`;
      expect(await call({ body: named, headers: { 'x-partner-signature': prefixed } })).toBe(200);
    },
  );

  test('given a token in a header, then it counts, with or without Bearer', async () => {
    const { value } = await add({ kind: 'token', in: 'header', name: 'Authorization' });
    expect(await call({ headers: { authorization: `Bearer ${value}` } })).toBe(200);
    expect(await call({ headers: { authorization: value } })).toBe(200);
    expect(await call({ headers: { authorization: `Bearer ${value}x` } })).toBe(401);
    expect(await call()).toBe(401);
  });

  test('given basic authentication, then name and password both count', async () => {
    await add({ kind: 'basic', username: 'homelight' }, { value: 'a password of the buyer' });
    const of = (text: string) => ({ headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` } });
    expect(await call(of('homelight:a password of the buyer'))).toBe(200);
    expect(await call(of('homelight:another password'))).toBe(401);
    expect(await call(of('other:a password of the buyer'))).toBe(401);
    expect(await call(of('homelight'))).toBe(401);
  });

  test('given a token in the query, then it counts, and neither a row, an answer nor the log holds it', async () => {
    const { value } = await add({ kind: 'token', in: 'query', name: 'token' });
    expect(await call({ query: `?src=a&token=${value}&x=%2F` })).toBe(200);
    expect(await call({ query: `?src=b&token=${value}nearly` })).toBe(401);
    const stored = await openReports(plane, eq(buyerReports.buyerId, buyer.id));
    expect(stored.map(({ request }) => request).sort()).toEqual([
      `POST ${buyer.path}?src=a&token=hidden&x=%2F`,
      `POST ${buyer.path}?src=b&token=hidden`,
    ]);
    const { items } = await plane.client().listReports({ params: params(), query: {} });
    expect(JSON.stringify([stored, items])).not.toContain(value);
  });

  test('given a token in a form, then it counts, and the rest of the form is kept byte for byte', async () => {
    const { value } = await add({ kind: 'token', in: 'form', name: 'secret' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const body = `a=%C3%a9+1&secret=${value}&&b`;
    // The token is right: what is refused is a form that says no event.
    expect(await call({ body, headers })).toBe(422);
    expect(await call({ body: body.replace(value, 'wrong'), headers })).toBe(401);
    const stored = await openReports(plane, eq(buyerReports.buyerId, buyer.id));
    const kept = 'a=%C3%a9+1&secret=hidden&&b';
    expect(stored.map((one) => Buffer.from(one.body).toString())).toEqual([kept, kept]);
  });

  test('given an address list, then the right token from elsewhere is refused, and says so to its bearer alone', async () => {
    const { value } = await add({ kind: 'token', in: 'header', name: 'x-api-key' }, { addresses: ['198.51.100.0/24'] });
    const headers = { 'x-api-key': value };
    expect(await call({ headers, sender: '198.51.100.9' })).toBe(200);
    expect(await call({ headers, sender: '203.0.113.9' })).toBe(401);
    expect(await call({ headers: { 'x-api-key': 'guess' }, sender: '203.0.113.9' })).toBe(401);
    expect((await faults()).sort()).toEqual(['no_match', null, 'unlisted_address']);
  });

  test('given no proof at all, then the caller is told where it is looked for, and no value of it', async () => {
    const { value } = await add({ kind: 'token', in: 'header', name: 'x-api-key' });
    const response = await plane.request(buyer.path, { method: 'POST', body: '{}' });
    const problem = Problem.parse(await response.json());
    expect(problem.detail).toContain('the header');
    expect(problem.detail).toContain('x-api-key in the header');
    expect(JSON.stringify(problem)).not.toContain(value);
    expect(await faults()).toEqual(['missing_proof']);
  });

  test('given a call that no signature dates, then what it says of its own id is not believed', async () => {
    const { value } = await add({ kind: 'token', in: 'header', name: 'x-api-key' });
    const headers = { 'x-api-key': value, 'webhook-id': 'msg_1' };
    expect([await call({ headers }), await call({ headers })]).toEqual([200, 200]);
    expect(await eventsOf()).toHaveLength(2);
  });

  test('given a secret that was used, then its row is written once a minute at most', async () => {
    const { secret } = await add({ kind: 'token', in: 'header', name: 'x-api-key' }, { value: 'a token of sixteen' });
    const usedAt = async () =>
      (await plane.db.select().from(buyerSecrets).where(eq(buyerSecrets.id, secret.id)))[0]?.lastUsedAt?.getTime();
    const headers = { 'x-api-key': 'a token of sixteen' };
    await call({ headers });
    plane.clock.now += 59_000;
    await call({ headers });
    expect(await usedAt()).toBe(STARTED_AT);
    plane.clock.now += 2_000;
    await call({ headers });
    expect(await usedAt()).toBe(STARTED_AT + 61_000);
  });
});
