import { HOUR_MS } from '@alyson/schema';
import { auditEntries, buyerEvents, buyerReports, buyers } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { connectPostgres } from '../src/io/database.postgres.ts';
import { callAsEdge, type EdgeCall } from './support/call-as-edge.ts';
import { makeClick } from './support/make-click.ts';
import { openReports } from './support/open-reports.ts';
import { addBuyer, report, type TestBuyer } from './support/report-as-buyer.ts';
import { type SeededExperiment, seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
const TOKEN = '0123456789abcdef0123456789abcdef';
const LISTED = '198.51.100.9';
let experiment: SeededExperiment;
let buyer: TestBuyer;
let made = 0;

/** As TUNE makes them. */
function newTransactionId(): string {
  made += 1;
  return `102${String(made).padStart(27, '0')}`;
}

async function setUp(of: TestBuyer, change: Partial<Parameters<typeof body>[0]> = {}, version = 1) {
  return plane.client().changeTuneSetup({ params: { buyerId: of.id as never }, body: body(change), ifMatch: version });
}
const body = (change: {
  securityToken?: string | null;
  offerIds?: string[];
  addresses?: string[];
  currency?: string | null;
}) => ({ offerIds: [], addresses: [], currency: null, ...change });

beforeAll(async () => {
  experiment = await seedExperiment(plane);
  buyer = await addBuyer(plane);
  await setUp(buyer, { securityToken: TOKEN, offerIds: ['26'], addresses: [LISTED] });
});

const reportsOf = (of: TestBuyer) => openReports(plane, eq(buyerReports.buyerId, of.id));
const eventsOf = (transactionId: string) =>
  plane.db.select().from(buyerEvents).where(eq(buyerEvents.utmContent, transactionId));
const deliver = (changes: Parameters<typeof makeClick>[0]) =>
  plane.client(plane.workspace.tokens.edge).deliverClicks({
    body: {
      clicks: [makeClick({ experimentId: experiment.id, agentId: experiment.agentIds[0] ?? null, ...changes })],
    },
  });

async function convert(target: string, call: Omit<EdgeCall, 'target'> = {}) {
  const response = await callAsEdge(plane, { ...call, target });
  return [response.status, await response.text()];
}
const TAKEN = [200, 'success=true;'];
const refused = (why: string) => [200, `success=false; err_msg=${why};`];

describe('/aff_lsr (C16)', () => {
  test('given a token and an amount, then it is a sale on its click, and the answer is TUNE’s to the byte', async () => {
    const id = newTransactionId();
    await deliver({ utmContent: id });
    const response = await callAsEdge(plane, {
      target: `/aff_lsr?offer_id=26&transaction_id=${id}&amount=10.99&security_token=${TOKEN}`,
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(Buffer.from(await response.arrayBuffer()).toString('hex')).toBe(
      Buffer.from('success=true;').toString('hex'),
    );
    expect(await eventsOf(id)).toMatchObject([
      {
        kind: 'sale',
        eventId: id,
        leadId: id,
        amountMicros: 10_990_000,
        currency: 'USD',
        effectMicros: 10_990_000,
        joinedBy: 'key',
      },
    ]);
  });

  test('given no amount, then it is a lead; given only a transaction id, then the token is enough', async () => {
    const id = newTransactionId();
    await deliver({ utmContent: id });
    expect(await convert(`/aff_lsr?transaction_id=${id}&security_token=${TOKEN}`)).toEqual(TAKEN);
    expect(await eventsOf(id)).toMatchObject([{ kind: 'lead', amountMicros: null, agentId: experiment.agentIds[0] }]);
  });

  test('given a form by POST, then it is read as the query is', async () => {
    const id = newTransactionId();
    const call = {
      body: `transaction_id=${id}&amount=5&security_token=${TOKEN}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
    expect(await convert('/aff_lsr', call)).toEqual(TAKEN);
    expect(await eventsOf(id)).toMatchObject([{ kind: 'sale', amountMicros: 5_000_000 }]);
  });

  test('given revenue beside amount, then it is what the buyer pays that counts', async () => {
    const id = newTransactionId();
    expect(await convert(`/aff_lsr?transaction_id=${id}&amount=250000&revenue=40.5&security_token=${TOKEN}`)).toEqual(
      TAKEN,
    );
    expect(await eventsOf(id)).toMatchObject([{ amountMicros: 40_500_000 }]);
  });

  test('given the buyer’s own currency, then its amounts are in it', async () => {
    const id = newTransactionId();
    const other = await addBuyer(plane);
    await setUp(other, { securityToken: 'c'.repeat(32), currency: 'CAD' });
    expect(await convert(`/aff_lsr?transaction_id=${id}&amount=1&security_token=${'c'.repeat(32)}`)).toEqual(TAKEN);
    expect(await eventsOf(id)).toMatchObject([{ buyerId: other.id, currency: 'CAD' }]);
  });

  test.each([
    { given: 'no id', query: 'offer_id=26', why: 'Invalid Trans. ID #.' },
    { given: 'an empty id', query: 'transaction_id=', why: 'Invalid Trans. ID #.' },
    {
      given: 'an unfilled placeholder',
      query: 'transaction_id=x{transaction_id}',
      why: 'Invalid Trans. ID #x{transaction_id}.',
    },
    { given: 'an id with markup', query: 'transaction_id={%3Cb%3E;x', why: 'Invalid Trans. ID #{bx.' },
    { given: 'an amount that is none', query: 'transaction_id=1020000000&amount=AMOUNT', why: 'Invalid amount.' },
    { given: 'a negative amount', query: 'transaction_id=1020000001&amount=-5', why: 'Invalid amount.' },
  ])('given $given, then 200 and why not, and the call is kept', async ({ query, why }) => {
    const before = (await reportsOf(buyer)).length;
    expect(await convert(`/aff_lsr?${query}&security_token=${TOKEN}`)).toEqual(refused(why));
    const reports = await reportsOf(buyer);
    expect(reports).toHaveLength(before + 1);
    expect(reports.filter(({ outcome, detail }) => outcome === 'unmapped' && detail === why).length).toBeGreaterThan(0);
  });

  test.each(['rejected', 'pending'])(
    'given status=%s, then it is kept and counts nothing, and the approved one still counts',
    async (status) => {
      const id = newTransactionId();
      const target = `/aff_lsr?transaction_id=${id}&amount=1&security_token=${TOKEN}`;
      expect(await convert(`${target}&status=${status}`)).toEqual(TAKEN);
      expect(await eventsOf(id)).toEqual([]);
      expect(await convert(`${target}&status=approved`)).toEqual(TAKEN);
      expect(await eventsOf(id)).toHaveLength(1);
    },
  );

  test('given other methods, then 405, and HEAD records nothing', async () => {
    const before = (await reportsOf(buyer)).length;
    const target = `/aff_lsr?transaction_id=${newTransactionId()}&security_token=${TOKEN}`;
    for (const method of ['HEAD', 'PUT', 'DELETE']) expect((await plane.request(target, { method })).status).toBe(405);
    expect(await reportsOf(buyer)).toHaveLength(before);
  });

  test('given a token, then it is kept nowhere but as its hash', async () => {
    const id = newTransactionId();
    await convert(`/aff_lsr?a=1&security%5Ftoken=${TOKEN}&transaction_id=${id}`);
    const stored = (await reportsOf(buyer)).find(({ request }) => request?.includes(id));
    expect(stored?.request).toMatch(/^GET \/aff_lsr\?a=1&security%5Ftoken=sha256:[0-9a-f]{64}&transaction_id=\d+$/);
    const audit = await plane.db.select().from(auditEntries);
    const rows = await plane.db.select().from(buyers);
    const lists = [await plane.client().listBuyers({ query: {} })];
    expect(JSON.stringify([await reportsOf(buyer), audit, rows, lists])).not.toContain(TOKEN);
  });
});

describe('/aff_goal (C16)', () => {
  test.each(['goal_id=2', 'goal_ref=signup', 'goal_name=Registration&adv_id=5679'])(
    'given a=lsr&%s, then it is an event of its own beside the transaction’s default',
    async (goal) => {
      const id = newTransactionId();
      await deliver({ utmContent: id });
      expect(await convert(`/aff_lsr?transaction_id=${id}&security_token=${TOKEN}`)).toEqual(TAKEN);
      const target = `/aff_goal?a=lsr&${goal}&transaction_id=${id}&amount=3&security_token=${TOKEN}`;
      expect(await convert(target)).toEqual(TAKEN);
      expect(await convert(target)).toEqual(refused('Duplicate conversion.'));
      expect((await eventsOf(id)).map(({ kind }) => kind).sort()).toEqual(['lead', 'sale']);
    },
  );

  test('given two goals without money, then they are steps of one lead', async () => {
    const id = newTransactionId();
    for (const goal of [1, 2])
      expect(await convert(`/aff_goal?a=lsr&goal_id=${goal}&transaction_id=${id}&security_token=${TOKEN}`)).toEqual(
        TAKEN,
      );
    expect(await eventsOf(id)).toMatchObject([
      { kind: 'lead', leadId: id },
      { kind: 'lead', leadId: id },
    ]);
  });

  test('given no goal, then why not', async () => {
    const target = `/aff_goal?a=lsr&transaction_id=${newTransactionId()}&security_token=${TOKEN}`;
    expect(await convert(target)).toEqual(refused('Invalid Goal ID #.'));
  });
});

describe('counting once (C16, S12)', () => {
  test('given the same call again, also with another amount, then it counts once and says so', async () => {
    const id = newTransactionId();
    const target = `/aff_lsr?offer_id=26&transaction_id=${id}&security_token=${TOKEN}`;
    expect(await convert(`${target}&amount=10`)).toEqual(TAKEN);
    for (const again of ['&amount=10', '&amount=99', ''])
      expect(await convert(target + again)).toEqual(refused('Duplicate conversion.'));
    expect(await eventsOf(id)).toMatchObject([{ kind: 'sale', amountMicros: 10_000_000 }]);
    const outcomes = (await reportsOf(buyer))
      .filter(({ request }) => request?.includes(id))
      .map(({ outcome }) => outcome);
    expect(outcomes.sort()).toEqual(['duplicate', 'duplicate', 'duplicate', 'orphan']);
  });

  test('given 25 at once, then one counts', async () => {
    const id = newTransactionId();
    const target = `/aff_lsr?transaction_id=${id}&amount=7&security_token=${TOKEN}`;
    const answers = await Promise.all(Array.from({ length: 25 }, () => convert(target)));
    expect(answers.filter(([, text]) => text === 'success=true;')).toHaveLength(1);
    expect(answers.filter(([, text]) => text === 'success=false; err_msg=Duplicate conversion.;')).toHaveLength(24);
    expect(await eventsOf(id)).toHaveLength(1);
  });

  test('given conversion_unique_id, then it alone decides: several of one transaction, and none twice', async () => {
    const [id, otherId] = [newTransactionId(), newTransactionId()];
    const order = (unique: string, of = id) =>
      convert(`/aff_lsr?transaction_id=${of}&amount=1&conversion_unique_id=${unique}&security_token=${TOKEN}`);
    expect(await order(`order-1-${id}`)).toEqual(TAKEN);
    expect(await order(`order-2-${id}`)).toEqual(TAKEN);
    expect(await order(`order-1-${id}`, otherId)).toEqual(refused('Duplicate conversion.'));
    expect(await eventsOf(id)).toHaveLength(2);
  });

  test('given the event was reported to the webhook before, then it counts once', async () => {
    const id = newTransactionId();
    expect(await report(plane, buyer, { type: 'lead', event_id: id, utm_content: id })).toBe('orphan');
    expect(await convert(`/aff_lsr?transaction_id=${id}&security_token=${TOKEN}`)).toEqual(
      refused('Duplicate conversion.'),
    );
    expect(await eventsOf(id)).toHaveLength(1);
  });
});

describe('who may report (C16)', () => {
  const lead = (id: string, more = '') => `/aff_lsr?offer_id=26&transaction_id=${id}${more}`;

  test('given no token but a listed address and the buyer’s offer, then it counts', async () => {
    const id = newTransactionId();
    expect(await convert(lead(id), { sender: LISTED })).toEqual(TAKEN);
    expect(await eventsOf(id)).toMatchObject([{ buyerId: buyer.id }]);
  });

  test.each([
    { given: 'neither token nor listed address', more: '', sender: '203.0.113.7' },
    { given: 'a wrong token', more: `&security_token=${'0'.repeat(32)}`, sender: '203.0.113.7' },
    { given: 'a wrong token from a listed address', more: `&security_token=${'0'.repeat(32)}`, sender: LISTED },
  ])(
    'given $given, then it is kept as unauthenticated, counts nothing, and uses up nothing',
    async ({ more, sender }) => {
      const id = newTransactionId();
      await deliver({ utmContent: id });
      expect(await convert(lead(id, `&amount=1000${more}`), { sender })).toEqual(TAKEN);
      expect(await eventsOf(id)).toEqual([]);
      const kept = (await reportsOf(buyer)).filter(({ request }) => request?.includes(id));
      expect(kept).toMatchObject([{ outcome: 'unauthenticated', sender, detail: expect.any(String) }]);
      expect(await convert(lead(id, `&amount=5&security_token=${TOKEN}`))).toEqual(TAKEN);
      expect(await eventsOf(id)).toMatchObject([{ amountMicros: 5_000_000 }]);
    },
  );

  test('given a header that no edge signed, then the address in it is not believed (R26)', async () => {
    const id = newTransactionId();
    const target = lead(id);
    expect(await convert(target, { sender: LISTED, token: 'a token of somebody else' })).toEqual(TAKEN);
    const { headers } = new Request('http://x/', { headers: { 'alyson-sender': LISTED, 'x-forwarded-for': LISTED } });
    await plane.request(target, { headers });
    expect(await eventsOf(id)).toEqual([]);
  });

  test('given nobody’s offer, then it is kept for the workspace, and the list shows it there alone (G7)', async () => {
    const id = newTransactionId();
    expect(await convert(`/aff_lsr?offer_id=999&transaction_id=${id}`)).toEqual(TAKEN);
    const { items } = await plane.client().listUnclaimedReports({ query: {} });
    expect(items[0]).toMatchObject({
      buyerId: null,
      outcome: 'unauthenticated',
      source: 'tune',
      sender: '203.0.113.7',
      request: `GET /aff_lsr?offer_id=999&transaction_id=${id}`,
    });
    const rival = plane.client(plane.otherWorkspace.tokens.admin);
    expect((await rival.listUnclaimedReports({ query: {} })).items).toEqual([]);
  });

  test.each([
    { entry: '192.0.2.7', sender: '192.0.2.7', isListed: true },
    { entry: '192.0.2.7', sender: '::ffff:192.0.2.7', isListed: true },
    { entry: '192.0.2.0-100', sender: '192.0.2.100', isListed: true },
    { entry: '192.0.2.0-100', sender: '192.0.2.101', isListed: false },
    { entry: '192.0.2.0/25', sender: '192.0.2.127', isListed: true },
    { entry: '192.0.2.0/25', sender: '192.0.2.128', isListed: false },
    { entry: '2001:db8::/32', sender: '2001:db8::1', isListed: true },
    { entry: '2001:db8::/32', sender: '2001:db9::1', isListed: false },
  ])('given the entry $entry and a call from $sender, then listed: $isListed', async ({ entry, sender, isListed }) => {
    const id = newTransactionId();
    const other = await addBuyer(plane);
    made += 1;
    const offer = String(5_000 + made);
    await setUp(other, { offerIds: [offer], addresses: [entry] });
    await convert(`/aff_lsr?offer_id=${offer}&transaction_id=${id}`, { sender });
    expect(await eventsOf(id)).toHaveLength(isListed ? 1 : 0);
  });

  test('given a pixel, then it counts nothing whatever it carries, and the visitor’s address is not kept (R24)', async () => {
    for (const path of ['/aff_l?', '/aff_goal?a=l&goal_id=2&']) {
      const id = newTransactionId();
      const target = `${path}offer_id=26&transaction_id=${id}&amount=5&security_token=${TOKEN}`;
      expect(await convert(target, { sender: LISTED })).toEqual(TAKEN);
      expect(await eventsOf(id)).toEqual([]);
      const kept = (await reportsOf(buyer)).filter(({ request }) => request?.includes(id));
      expect(kept).toMatchObject([{ outcome: 'unauthenticated', sender: null }]);
    }
  });

  test('given a pixel whose browser an edge proved to come by a click, then it counts for that click and no other', async () => {
    for (const path of ['/aff_l?', '/aff_goal?a=l&goal_id=2&']) {
      const { id } = makeClick();
      const other = newTransactionId();
      await deliver({ id, utmContent: `of-${id}` });
      const call = { sender: '203.0.113.50', pixelClick: id };
      expect(await convert(`${path}offer_id=26&transaction_id=${other}&amount=5`, call)).toEqual(TAKEN);
      expect(await eventsOf(other)).toEqual([]);
      expect(await eventsOf(id)).toMatchObject([{ kind: 'sale', clickId: id, buyerId: buyer.id }]);
      expect(await convert(`${path}offer_id=26&amount=5`, call)).toEqual(refused('Duplicate conversion.'));
      expect(await eventsOf(id)).toHaveLength(1);
    }
  });

  test('given a cookie’s click that no edge signed for, or an offer that is nobody’s, then it counts nothing', async () => {
    const { id } = makeClick();
    await deliver({ id, utmContent: `of-${id}` });
    const unsigned = await plane.request('/aff_l?offer_id=26', { headers: { 'alyson-pixel-click': id } });
    expect(await unsigned.text()).toBe('success=false; err_msg=Invalid Trans. ID #.;');
    expect(await convert('/aff_l?offer_id=999', { pixelClick: id })).toEqual(TAKEN);
    expect(await eventsOf(id)).toEqual([]);
  });

  test('given an authentic call of a buyer in another workspace, then it counts there alone (G7)', async () => {
    const id = newTransactionId();
    const theirs = await addBuyer(plane, plane.otherWorkspace.tokens.admin);
    const token = 'd'.repeat(32);
    await plane.client(plane.otherWorkspace.tokens.admin).changeTuneSetup({
      params: { buyerId: theirs.id as never },
      body: body({ securityToken: token }),
      ifMatch: 1,
    });
    await deliver({ utmContent: id });
    expect(await convert(`/aff_lsr?transaction_id=${id}&security_token=${token}`)).toEqual(TAKEN);
    expect(await eventsOf(id)).toMatchObject([{ workspaceId: plane.otherWorkspace.id, clickId: null }]);
  });
});

describe('finding the click (C16, C18)', () => {
  test('given a click whose id the landing page was given as {transaction_id}, then it joins, before and after', async () => {
    const [early, late] = [makeClick().id, makeClick().id];
    await deliver({ id: early, utmContent: `of-${early}` });
    for (const id of [early, late])
      expect(await convert(`/aff_lsr?transaction_id=${id}&amount=2&security_token=${TOKEN}`)).toEqual(TAKEN);
    expect(await eventsOf(late)).toMatchObject([{ clickId: null }]);
    await deliver({ id: late, utmContent: `of-${late}` });
    for (const id of [early, late])
      expect(await eventsOf(id)).toMatchObject([{ clickId: id, effectMicros: 2_000_000, orphanCause: null }]);
  });

  test('given a link with both TUNE’s transaction id and a utm_content of its own, then either joins', async () => {
    const id = newTransactionId();
    await deliver({ utmContent: `own-${id}`, transactionId: id });
    expect(await convert(`/aff_lsr?transaction_id=${id}&security_token=${TOKEN}`)).toEqual(TAKEN);
    expect(await eventsOf(id)).toMatchObject([{ orphanCause: null, agentId: experiment.agentIds[0] }]);
  });

  test('given a call that waited three hours at an edge, then its time is that of its receipt (R26)', async () => {
    const id = newTransactionId();
    const receivedAt = STARTED_AT - 3 * HOUR_MS;
    await convert(`/aff_lsr?transaction_id=${id}&security_token=${TOKEN}`, { receivedAt });
    expect(await eventsOf(id)).toMatchObject([{ receivedAt: new Date(receivedAt), occurredAt: new Date(receivedAt) }]);
  });
});

test('given that the database cannot be reached, then 503, never success=true; (S7a)', async () => {
  const nowhere = connectPostgres('postgresql://app@127.0.0.1:1/none', () => undefined);
  const app = createApp({ ...plane.deps, db: nowhere.db });
  const response = await app.request(`/aff_lsr?transaction_id=${newTransactionId()}&security_token=${TOKEN}`);
  await nowhere.close();
  expect(response.status).toBe(503);
  expect(await response.text()).not.toContain('success');
});

describe('changeTuneSetup', () => {
  test('given a change, then the buyer shows it but for the token, the audit log says so, and a stale one is refused (C3, C5)', async () => {
    const other = await addBuyer(plane);
    const changed = await setUp(other, {
      securityToken: 'E'.repeat(32),
      offerIds: ['7', '7'],
      addresses: ['192.0.2.0-9'],
    });
    expect(changed).toMatchObject({
      version: 2,
      tune: { hasSecurityToken: true, offerIds: ['7'], addresses: ['192.0.2.0-9'], currency: null },
    });
    expect(await setUp(other, { offerIds: ['8'] }, 2)).toMatchObject({
      tune: { hasSecurityToken: true, offerIds: ['8'] },
    });
    expect(await setUp(other, { securityToken: null }, 3)).toMatchObject({ tune: { hasSecurityToken: false } });
    await expect(setUp(other, {}, 2)).rejects.toMatchObject({ code: 'stale_version' });
    const audit = await plane.db.select().from(auditEntries).where(eq(auditEntries.objectId, other.id));
    expect(audit.filter(({ action }) => action === 'buyer.tune_changed')).toHaveLength(3);
    expect(JSON.stringify(audit)).not.toContain('E'.repeat(32));
  });

  test('given a token that another buyer has, then it is refused', async () => {
    const other = await addBuyer(plane);
    await expect(setUp(other, { securityToken: TOKEN })).rejects.toMatchObject({ code: 'token_taken' });
  });

  test.each([
    { given: 'a short token', change: { securityToken: 'abc' }, pointer: '#/securityToken' },
    { given: 'an offer that is none', change: { offerIds: ['x'] }, pointer: '#/offerIds/0' },
    { given: 'an address that is none', change: { addresses: ['192.0.2.256'] }, pointer: '#/addresses/0' },
    { given: 'a range backwards', change: { addresses: ['192.0.2.9-1'] }, pointer: '#/addresses/0' },
  ])('given $given, then 422 names it', async ({ change, pointer }) => {
    const other = await addBuyer(plane);
    await expect(setUp(other, change)).rejects.toMatchObject({ code: 'validation_failed', errors: [{ pointer }] });
  });

  test('given an editor, then it is forbidden (C4)', async () => {
    const editor = plane.client(plane.workspace.tokens.editor);
    const call = editor.changeTuneSetup({ params: { buyerId: buyer.id as never }, body: body({}), ifMatch: 1 });
    await expect(call).rejects.toMatchObject({ code: 'forbidden' });
  });
});
