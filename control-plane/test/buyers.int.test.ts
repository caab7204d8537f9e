import { DAY_MS, Problem } from '@alyson/schema';
import { auditEntries, buyerEvents, buyerReports, buyers, idempotencyKeys } from '@alyson/schema/tables';
import { and, count, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { forgetAnswers } from '../src/http/forget-answers.ts';
import { connectPostgres } from '../src/io/database.postgres.ts';
import { callAsEdge, receiptHeaders } from './support/call-as-edge.ts';
import { openReports } from './support/open-reports.ts';
import { addBuyer, post, report, signReport, type TestBuyer } from './support/report-as-buyer.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
/** A nonce and a tag. */
const SEAL_BYTES = 28;
const reportsOf = (buyer: TestBuyer) => openReports(plane, eq(buyerReports.buyerId, buyer.id));
const eventsOf = (buyer: TestBuyer) => plane.db.select().from(buyerEvents).where(eq(buyerEvents.buyerId, buyer.id));
const lead = (eventId: string) => ({
  type: 'lead' as const,
  event_id: eventId,
  utm_content: `nobody-clicked-${eventId}`,
});

describe('createBuyer', () => {
  test('given a name, then the buyer has an address nobody can guess and a secret that is shown once (C14)', async () => {
    const { buyer, secret } = await plane.client().createBuyer({ body: { name: 'HomeLight' } });
    expect(buyer).toMatchObject({ name: 'HomeLight', lastReportAt: null, reports: 0, orphans: 0 });
    expect(buyer.webhookUrl).toMatch(/^http:\/\/router\.test\/webhooks\/[\w-]{32,}$/);
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);

    const audit = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, buyer.id));
    expect(audit).toMatchObject([{ action: 'buyer.created', objectName: 'HomeLight', actorKind: 'token' }]);
    const everything = JSON.stringify([audit, await plane.client().listBuyers({ query: {} })]);
    expect(everything).not.toContain(secret.slice(6));
  });

  test('given a name that is taken, then it is refused; another workspace may take it (G7)', async () => {
    await plane.client().createBuyer({ body: { name: 'Twice' } });
    await expect(plane.client().createBuyer({ body: { name: 'Twice' } })).rejects.toMatchObject({ code: 'name_taken' });
    await plane.client(plane.otherWorkspace.tokens.admin).createBuyer({ body: { name: 'Twice' } });
  });

  test('given an Idempotency-Key, then a repeat shows the same buyer and makes no other (C5)', async () => {
    const create = () => plane.client().createBuyer({ body: { name: 'Once' }, idempotencyKey: 'once' });
    const first = await create();
    expect(await create()).toEqual(first);
    expect(await plane.db.select().from(buyers).where(eq(buyers.name, 'Once'))).toHaveLength(1);
  });

  test('given a repeat a day later, then the first answer is forgotten, and the secret with it (C5)', async () => {
    await plane.client().createBuyer({ body: { name: 'Secretive' }, idempotencyKey: 'secretive' });
    const kept = () => plane.db.select().from(idempotencyKeys).where(eq(idempotencyKeys.key, 'secretive'));
    const at = plane.clock.now;
    await forgetAnswers({ db: plane.db, now: () => at + DAY_MS });
    expect(await kept()).toMatchObject([{ response: { sealed: expect.not.stringContaining('whsec_') } }]);
    await forgetAnswers({ db: plane.db, now: () => at + DAY_MS + 1 });
    expect(await kept()).toEqual([]);
  });

  test('given anybody but an admin, then it is forbidden (C4)', async () => {
    const { tokens } = plane.workspace;
    for (const token of [tokens.editor, tokens.viewer, tokens.edge, tokens.worker])
      await expect(plane.client(token).createBuyer({ body: { name: 'X' } })).rejects.toMatchObject({
        code: 'forbidden',
      });
    await expect(plane.client().createBuyer({ body: { name: '  ' } })).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });
});

describe('POST /webhooks/:endpointId', () => {
  test('given a signed report, then it is stored byte for byte before it is answered (C14)', async () => {
    const buyer = await addBuyer(plane);
    const body = `{ "type": "lead",\n "event_id": "é-1", "utm_content": "x" }`;
    const response = await post(plane, buyer, body, { webhookId: 'msg_bytes' });
    expect(response.status).toBe(200);
    const [stored, ...others] = await reportsOf(buyer);
    expect(others).toEqual([]);
    expect(await response.json()).toEqual({ reportId: stored?.id, outcome: 'orphan' });
    expect(Buffer.from(stored?.body ?? []).toString('utf8')).toBe(body);
    expect(stored).toMatchObject({ webhookId: 'msg_bytes', deliveries: 1, outcome: 'orphan' });
    const kept = ['content-type', 'webhook-id', 'webhook-signature', 'webhook-timestamp'];
    expect(Object.keys(stored?.headers ?? {}).sort()).toEqual(kept);
    expect(await eventsOf(buyer)).toMatchObject([
      { kind: 'lead', eventId: 'é-1', leadId: 'é-1', reportId: stored?.id },
    ]);
  });

  test('given the same webhook id again, then it counts nothing and is answered as the first was', async () => {
    const buyer = await addBuyer(plane);
    const posting = { webhookId: 'msg_again' };
    const first = await post(plane, buyer, JSON.stringify(lead('a')), posting);
    const second = await post(plane, buyer, JSON.stringify(lead('b')), { ...posting, at: plane.clock.now + 60_000 });
    expect(second.status).toBe(200);
    expect(await second.json()).toEqual(await first.json());
    expect(await reportsOf(buyer)).toMatchObject([{ deliveries: 2 }]);
    expect(await eventsOf(buyer)).toMatchObject([{ eventId: 'a' }]);
  });

  test('given the same event under another webhook id, then it is a duplicate and counts once', async () => {
    const buyer = await addBuyer(plane);
    expect(await report(plane, buyer, lead('a'))).toBe('orphan');
    expect(await report(plane, buyer, lead('a'))).toBe('duplicate');
    expect(await eventsOf(buyer)).toHaveLength(1);
    expect((await reportsOf(buyer)).map(({ outcome }) => outcome).sort()).toEqual(['duplicate', 'orphan']);
  });

  test('given 25 deliveries at once under one webhook id, then one is stored and all are answered alike (S12)', async () => {
    const buyer = await addBuyer(plane);
    const send = () => post(plane, buyer, JSON.stringify(lead('a')), { webhookId: 'msg_25' });
    const answers = await Promise.all(Array.from({ length: 25 }, async () => (await send()).json()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await reportsOf(buyer)).toMatchObject([{ deliveries: 25 }]);
    expect(await eventsOf(buyer)).toHaveLength(1);
  });

  test('given 25 reports of one event at once, then one counts and 24 are duplicates (S12)', async () => {
    const buyer = await addBuyer(plane);
    const outcomes = await Promise.all(Array.from({ length: 25 }, () => report(plane, buyer, lead('a'))));
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(24);
    expect(await eventsOf(buyer)).toHaveLength(1);
  });

  test.each([
    { given: 'another secret', posting: { secret: `whsec_${Buffer.from('not the secret').toString('base64')}` } },
    { given: 'a timestamp ten minutes old', posting: { at: Date.parse('2026-11-22T11:50:00Z') } },
    { given: 'a timestamp ten minutes ahead', posting: { at: Date.parse('2026-11-22T12:10:00Z') } },
  ])('given $given, then 401, and a trace is left', async ({ posting }) => {
    const buyer = await addBuyer(plane);
    const response = await post(plane, buyer, JSON.stringify(lead('a')), posting);
    expect(response.status).toBe(401);
    expect(Problem.parse(await response.json())).toMatchObject({ code: 'signature_invalid' });
    expect(await reportsOf(buyer)).toMatchObject([{ outcome: 'rejected', detail: expect.any(String) }]);
    expect(await eventsOf(buyer)).toEqual([]);
    const { items } = await plane
      .client()
      .listReports({ params: { buyerId: buyer.id as never }, query: { outcome: 'rejected' } });
    expect(items).toHaveLength(1);
  });

  test('given a forged request, then it does not use up the id of the true one', async () => {
    const buyer = await addBuyer(plane);
    const webhookId = 'msg_contested';
    const secret = `whsec_${Buffer.from('forger').toString('base64')}`;
    expect(await report(plane, buyer, lead('forged'), { webhookId, secret })).toBe('signature_invalid');
    expect(await report(plane, buyer, lead('true'), { webhookId })).toBe('orphan');
    expect(await report(plane, buyer, lead('forged'), { webhookId, secret })).toBe('signature_invalid');
    expect(await eventsOf(buyer)).toMatchObject([{ eventId: 'true' }]);
  });

  test('given no signature headers at all, then 401', async () => {
    const buyer = await addBuyer(plane);
    const response = await plane.request(buyer.path, { method: 'POST', body: '{}' });
    expect(response.status).toBe(401);
    expect(await reportsOf(buyer)).toMatchObject([{ outcome: 'rejected', webhookId: null }]);
  });

  test('given a flood of forged requests, then only the newest thousand traces stay, each small', async () => {
    const buyer = await addBuyer(plane);
    const [other] = await reportsOf(buyer);
    expect(other).toBeUndefined();
    await report(plane, buyer, lead('kept'));
    const old = Array.from({ length: 1000 }, (_, i) => ({
      id: plane.deps.newId('buyerReport'),
      workspaceId: plane.workspace.id,
      buyerId: buyer.id,
      headers: {},
      body: new Uint8Array(),
      receivedAt: new Date(plane.clock.now - 1000 * (i + 1)),
      outcome: 'rejected' as const,
    }));
    await plane.db.insert(buyerReports).values(old);
    const response = await plane.request(buyer.path, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(response.status).toBe(401);
    const ofBuyer = eq(buyerReports.buyerId, buyer.id);
    const rejected = await plane.db
      .select()
      .from(buyerReports)
      .where(and(ofBuyer, eq(buyerReports.outcome, 'rejected')));
    expect(rejected).toHaveLength(1000);
    expect(rejected.map(({ id }) => id)).not.toContain(old.at(-1)?.id);
    expect(Math.max(...rejected.map(({ body }) => body.length))).toBe(16_384 + SEAL_BYTES);
    expect(await eventsOf(buyer)).toHaveLength(1);
  });

  test('given an address that is nobody’s, then 404; given another method, then 405', async () => {
    const unknown = await plane.request('/webhooks/nobody', { method: 'POST', body: '{}' });
    expect(unknown.status).toBe(404);
    expect(Problem.parse(await unknown.json())).toMatchObject({ code: 'not_found' });
    const { path } = await addBuyer(plane);
    const put = await plane.request(path, { method: 'PUT', body: '{}' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  test('given a body above 1 MiB, then 413', async () => {
    const buyer = await addBuyer(plane);
    const response = await post(plane, buyer, JSON.stringify({ ...lead('a'), padding: 'x'.repeat(1024 * 1024) }));
    expect(response.status).toBe(413);
    expect(await reportsOf(buyer)).toEqual([]);
  });

  test.each([
    { given: 'no JSON', body: 'lead=1', pointers: ['#'] },
    { given: 'bytes that are not UTF-8', body: new Uint8Array([0x22, 0xff, 0x22]), pointers: ['#'] },
    { given: 'another shape', body: '[]', pointers: ['#'] },
    { given: 'an unknown type', body: '{"type":"click","event_id":"a"}', pointers: ['#/type'] },
    {
      given: 'a sale without its money',
      body: '{"type":"sale","event_id":"a","utm_content":"x"}',
      pointers: ['#/amount'],
    },
    {
      given: 'money without its currency',
      body: '{"type":"sale","event_id":"a","utm_content":"x","amount":"1"}',
      pointers: ['#/currency'],
    },
    { given: 'a reversal of nothing', body: '{"type":"reversal","event_id":"a"}', pointers: ['#/refers_to'] },
    { given: 'a lead without any key', body: '{"type":"lead","event_id":"a"}', pointers: ['#/utm_content'] },
    { given: 'an amount that is no decimal', body: sale('1e3'), pointers: ['#/amount'] },
    { given: 'an amount with seven decimals', body: sale('0.0000001'), pointers: ['#/amount'] },
    { given: 'an absurd amount', body: sale('10000000.01'), pointers: ['#/amount'] },
    { given: 'a negative sale', body: sale('-5'), pointers: ['#/amount'] },
    {
      given: 'ids that cannot be kept',
      body: '{"type":"lead","event_id":"a\\u0000","lead_id":"\\ud800"}',
      pointers: ['#/event_id', '#/lead_id'],
    },
  ])('given $given, then 422 with pointers, stored, and the same again on a repeat', async ({ body, pointers }) => {
    const buyer = await addBuyer(plane);
    for (const deliveries of [1, 2]) {
      const response = await post(plane, buyer, body, { webhookId: 'msg_unmapped' });
      expect(response.status).toBe(422);
      const problem = Problem.parse(await response.json());
      expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
      expect(await reportsOf(buyer)).toMatchObject([
        { outcome: 'unmapped', deliveries, detail: expect.stringContaining(pointers[0] ?? '') },
      ]);
    }
    expect(await eventsOf(buyer)).toEqual([]);
  });

  test('given that the database cannot be reached, then 503 with Retry-After, never a 2xx (S7a)', async () => {
    const buyer = await addBuyer(plane);
    const nowhere = connectPostgres('postgresql://app@127.0.0.1:1/none', () => undefined);
    const app = createApp({ ...plane.deps, db: nowhere.db });
    const response = await app.request(buyer.path, { method: 'POST', body: '{}' });
    await nowhere.close();
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  test('given a report, then the panel is told (C10)', async () => {
    const buyer = await addBuyer(plane);
    const notes: unknown[] = [];
    const stop = plane.deps.changes.subscribe(({ event }) => notes.push(event));
    await report(plane, buyer, lead('a'));
    await report(plane, buyer, lead('a'));
    stop();
    expect(notes).toMatchObject([{ topic: 'buyer_event', count: 1 }]);
  });
});

describe('a webhook that came through an edge (R26)', () => {
  const threeHours = 3 * 60 * 60 * 1000;
  const signed = (buyer: TestBuyer, eventId: string, at: number) =>
    signReport(buyer, JSON.stringify(lead(eventId)), { webhookId: `msg_${eventId}`, at });

  test('given it waited there for three hours, then its timestamp is checked against its receipt, and that is stored', async () => {
    const buyer = await addBuyer(plane);
    const receivedAt = plane.clock.now - threeHours;
    const { body, headers } = signed(buyer, 'waited', receivedAt - 60_000);
    const response = await callAsEdge(plane, { target: buyer.path, body, headers, receivedAt });
    expect([response.status, await response.json()]).toMatchObject([200, { outcome: 'orphan' }]);
    expect(await reportsOf(buyer)).toMatchObject([{ receivedAt: new Date(receivedAt) }]);
    expect(await eventsOf(buyer)).toMatchObject([
      { receivedAt: new Date(receivedAt), occurredAt: new Date(receivedAt) },
    ]);
  });

  test('given it is delivered twice, then it counts once', async () => {
    const buyer = await addBuyer(plane);
    const receivedAt = plane.clock.now - threeHours;
    const call = { target: buyer.path, ...signed(buyer, 'twice', receivedAt), receivedAt };
    const first = await (await callAsEdge(plane, call)).json();
    expect(await (await callAsEdge(plane, call)).json()).toEqual(first);
    expect(await eventsOf(buyer)).toHaveLength(1);
  });

  test('given a time of receipt that no edge signed for this very call, then it is as if it were not there', async () => {
    const buyer = await addBuyer(plane);
    const receivedAt = plane.clock.now - threeHours;
    const { body, headers } = signed(buyer, 'forged', receivedAt);
    const target = buyer.path;
    const unsigned = { 'alyson-received-at': String(receivedAt), 'alyson-target': target };
    const attempts = [
      { ...headers, ...unsigned },
      { ...headers, ...receiptHeaders(plane, { target, body, receivedAt, token: 'the token of nobody' }) },
      { ...headers, ...receiptHeaders(plane, { target, body: 'another body', receivedAt }) },
      { ...headers, ...receiptHeaders(plane, { target: '/webhooks/another', body, receivedAt }) },
      {
        ...headers,
        ...receiptHeaders(plane, { target, body, receivedAt }),
        'alyson-received-at': String(receivedAt + 1),
      },
    ];
    for (const forged of attempts)
      expect((await plane.request(target, { method: 'POST', body, headers: forged })).status).toBe(401);
    expect(await eventsOf(buyer)).toEqual([]);
    expect((await reportsOf(buyer)).map((stored) => stored.receivedAt.getTime())).toEqual(
      attempts.map(() => plane.clock.now),
    );
  });

  test('given an edge whose clock is ahead, then nothing is stored as received in the future', async () => {
    const buyer = await addBuyer(plane);
    const { body, headers } = signed(buyer, 'ahead', plane.clock.now);
    await callAsEdge(plane, { target: buyer.path, body, headers, receivedAt: plane.clock.now + threeHours });
    expect(await reportsOf(buyer)).toMatchObject([{ outcome: 'orphan', receivedAt: new Date(plane.clock.now) }]);
  });
});

describe('listBuyers and listReports', () => {
  test('given reports, then they are counted; refused ones are not, nor those of another workspace (G7)', async () => {
    const buyer = await addBuyer(plane);
    await report(plane, buyer, lead('a'));
    await report(plane, buyer, lead('b'));
    await plane.request(buyer.path, { method: 'POST', body: '{}' });
    const { items } = await plane.client().listBuyers({ query: { limit: 200 } });
    const mine = items.find(({ id }) => id === buyer.id);
    expect(mine).toMatchObject({ reports: 2, orphans: 2, lastReportAt: '2026-11-22T12:00:00.000Z' });

    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    expect((await rival.listBuyers({ query: { limit: 200 } })).items.map(({ id }) => id)).not.toContain(buyer.id);
    const params = { buyerId: buyer.id as never };
    await expect(rival.listReports({ params, query: {} })).rejects.toMatchObject({ code: 'not_found' });
    expect((await plane.client().listReports({ params, query: {} })).items).toHaveLength(3);
  });

  test('given many reports, then pages come without gap or repeat (C5)', async () => {
    const buyer = await addBuyer(plane);
    for (let i = 0; i < 7; i += 1) await report(plane, buyer, lead(`${i}`));
    const params = { buyerId: buyer.id as never };
    const first = await plane.client().listReports({ params, query: { limit: 4 } });
    const rest = await plane.client().listReports({ params, query: { limit: 4, cursor: first.nextCursor ?? '' } });
    const stored = await plane.db.select({ n: count() }).from(buyerReports).where(eq(buyerReports.buyerId, buyer.id));
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(stored[0]?.n);
    expect(rest.nextCursor).toBeNull();
  });
});

function sale(amount: string): string {
  return JSON.stringify({ type: 'sale', event_id: 'a', utm_content: 'x', amount, currency: 'USD' });
}
