import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS, type ReportedEvent } from '@alyson/schema';
import { deliveries, deliveryAttempts, destinations } from '@alyson/schema/tables';
import { asc, eq } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { dialAddresses } from '../src/io/dial.ts';
import { createGuardedFetch } from '../src/io/guarded-fetch.ts';
import { createSender } from '../src/outbound/create-sender.ts';
import { makeSecret } from '../src/outbound/sign-webhook.ts';
import { answer, type FakeReceiver, neverEnding, reset, silent, startFakeReceiver } from './support/fake-receiver.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, report, type TestBuyer } from './support/report-as-buyer.ts';
import { type SeededExperiment, seedExperiment } from './support/seed-experiment.ts';
import { STARTED_AT, testDeps, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let there: FakeReceiver;
let experiment: SeededExperiment;
let buyer: TestBuyer;
let made = 0;

const guardedFetch = createGuardedFetch({ resolve: async () => [], dial: dialAddresses, allowLoopback: true });

beforeAll(async () => {
  there = await startFakeReceiver();
  plane.deps.guardedFetch = guardedFetch;
  experiment = await seedExperiment(plane);
});
afterAll(() => there.stop());
beforeEach(async () => {
  await plane.db.delete(deliveries);
  await plane.db.delete(destinations);
  buyer = await addBuyer(plane);
  there.received.length = 0;
  there.reply = answer(200);
  there.mostOpen = 0;
});

const addPostback = async (changes: Partial<typeof destinations.$inferInsert> = {}) => {
  const id = plane.deps.newId('destination');
  const now = new Date(plane.clock.now);
  await plane.db.insert(destinations).values({
    id,
    workspaceId: plane.workspace.id,
    kind: 'postback',
    name: 'Postback',
    method: 'GET',
    url: `${there.url}/pb?cid={aff_sub}&amount={sale_amount}&type={event}`,
    eventKinds: ['lead', 'sale'],
    stateSince: now,
    createdAt: now,
    ...changes,
  });
  return id;
};
const addSubscription = async (changes: Partial<typeof destinations.$inferInsert> = {}) => {
  const { secret, kept } = makeSecret({ ...plane.deps, workspaceId: plane.workspace.id });
  const id = await addPostback({
    kind: 'subscription',
    url: `${there.url}/hook`,
    eventKinds: [],
    topics: ['buyer_event.counted', 'buyer_event.changed', 'buyer_event.withdrawn'],
    secrets: [kept],
    ...changes,
  });
  return { id, secret };
};
const deliver = async (changes: Parameters<typeof makeClick>[0] = {}) => {
  const click = makeClick({
    workspaceId: plane.workspace.id,
    experimentId: experiment.id,
    agentId: experiment.agentIds[0] ?? null,
    at: plane.clock.now - MINUTE_MS,
    ...changes,
  });
  await plane.request('/v1/clicks', {
    method: 'POST',
    token: plane.workspace.tokens.edge,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clicks: [click] }),
  });
  return click;
};
const event = (changes: Partial<ReportedEvent>): ReportedEvent => {
  made += 1;
  return { type: 'lead', event_id: `e${made}`, ...changes } as ReportedEvent;
};
const send = async (deps = plane.deps) => {
  const sender = createSender(deps);
  while ((await sender.sendDue()) > 0) await sender.idle();
};
const rows = () => plane.db.select().from(deliveries).orderBy(asc(deliveries.createdAt), asc(deliveries.id));
const targets = () => there.received.map(({ target }) => target);

describe('postbacks to affiliates (C21)', () => {
  test('given a lead and a sale of an affiliate, then each is told once, with its sub ids as they came', async () => {
    await addPostback();
    const click = await deliver({ subs: ['a b&c=d%/é+', null, null, null, null] });
    const lead = event({ utm_content: click.utmContent });
    await report(plane, buyer, lead);
    await report(plane, buyer, lead);
    await report(plane, buyer, event({ type: 'sale', lead_id: lead.event_id, amount: '125.50', currency: 'USD' }));
    await send();
    expect(targets()).toEqual([
      '/pb?cid=a%20b%26c%3Dd%25%2F%C3%A9%2B&amount=&type=lead',
      '/pb?cid=a%20b%26c%3Dd%25%2F%C3%A9%2B&amount=125.50&type=sale',
    ]);
    await send();
    expect(there.received).toHaveLength(2);
  });

  test('given an orphan, then its affiliate is told when its click comes, and not before', async () => {
    await addPostback({ affiliateId: '12' });
    await report(plane, buyer, event({ utm_content: 'waits' }));
    expect(await rows()).toEqual([]);
    await deliver({ utmContent: 'waits' });
    await send();
    expect(targets()).toEqual(['/pb?cid=s1&amount=&type=lead']);
  });

  test.each([
    { given: 'another affiliate', changes: { affiliateId: '13' } },
    { given: 'another experiment', changes: { experimentId: 'exp_other' } },
    { given: 'another offer', changes: { offerId: '78' } },
    { given: 'another goal', changes: { goal: '5' } },
    { given: 'another kind', changes: { eventKinds: ['lead' as const] } },
    { given: 'a higher minimum', changes: { minimumMicros: 11_000_000, minimumCurrency: 'USD' } },
    { given: 'a minimum in another currency', changes: { minimumMicros: 1, minimumCurrency: 'EUR' } },
    { given: 'one that is off', changes: { state: 'off' as const } },
    { given: 'one that is removed', changes: { removedAt: new Date(STARTED_AT) } },
  ])('given a postback for $given, then it is not told', async ({ changes }) => {
    await addPostback(changes);
    const click = await deliver();
    await report(plane, buyer, event({ type: 'sale', utm_content: click.utmContent, amount: '10', currency: 'USD' }));
    expect(await rows()).toEqual([]);
  });

  test('given a bot’s click, then nobody is told of its lead', async () => {
    await addPostback();
    const click = await deliver({ isBot: true, botReason: 'test' });
    await report(plane, buyer, event({ utm_content: click.utmContent }));
    expect(await rows()).toEqual([]);
  });

  test('given several sales of a lead, then a postback for first sales is told of one', async () => {
    await addPostback({ eventKinds: ['sale'], firstSaleOnly: true });
    const click = await deliver();
    const lead = event({ utm_content: click.utmContent });
    await report(plane, buyer, lead);
    for (const amount of ['10', '20', '30'])
      await report(plane, buyer, event({ type: 'sale', lead_id: lead.event_id, amount, currency: 'USD' }));
    await send();
    expect(targets()).toEqual(['/pb?cid=s1&amount=10.00&type=sale']);
  });

  test('given changes of a sale, then they are told only where asked for, and only where the sale was told', async () => {
    await addPostback({ name: 'no changes' });
    const asks = await addPostback({ eventKinds: ['sale', 'adjustment', 'reversal'] });
    await addPostback({
      eventKinds: ['sale', 'adjustment', 'reversal'],
      minimumMicros: 50_000_000,
      minimumCurrency: 'USD',
    });
    const click = await deliver();
    const sale = event({ type: 'sale', utm_content: click.utmContent, amount: '10', currency: 'USD' });
    await report(plane, buyer, event({ type: 'reversal', refers_to: sale.event_id }));
    await report(plane, buyer, sale);
    await report(plane, buyer, event({ type: 'adjustment', refers_to: sale.event_id, amount: '-2', currency: 'USD' }));
    const told = await rows();
    expect(told.filter(({ destinationId }) => destinationId === asks)).toHaveLength(3);
    expect(told).toHaveLength(4);
  });

  test('given an event that moves to its lead’s click before it was told, then only that click’s affiliate is', async () => {
    await addPostback({ affiliateId: '12', url: `${there.url}/one` });
    await addPostback({ affiliateId: '13', url: `${there.url}/two` });
    const first = await deliver({ affiliateId: '12' });
    const other = await deliver({ affiliateId: '13' });
    const lead = event({ utm_content: other.utmContent });
    await report(
      plane,
      buyer,
      event({ type: 'sale', utm_content: first.utmContent, lead_id: lead.event_id, amount: '1', currency: 'USD' }),
    );
    await report(plane, buyer, lead);
    await send();
    expect(targets()).toEqual(['/two', '/two']);
    expect((await rows()).map(({ state }) => state).sort()).toEqual(['cancelled', 'delivered', 'delivered']);
  });

  test('given a POST, then the query goes as a form', async () => {
    await addPostback({ method: 'POST' });
    const click = await deliver();
    await report(plane, buyer, event({ utm_content: click.utmContent }));
    await send();
    expect(there.received).toMatchObject([
      {
        method: 'POST',
        target: '/pb',
        body: 'cid=s1&amount=&type=lead',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
    ]);
  });
});

describe('signed webhooks', () => {
  test('given events, then what is told of them verifies by the official library and fits its schema', async () => {
    const { secret } = await addSubscription();
    const click = await deliver();
    const sale = event({ type: 'sale', utm_content: click.utmContent, amount: '10', currency: 'USD' });
    await report(plane, buyer, sale);
    await report(plane, buyer, event({ type: 'reversal', refers_to: sale.event_id }));
    vi.useFakeTimers({ toFake: ['Date'], now: plane.clock.now });
    try {
      await send();
      const told = there.received.map(({ body, headers }) => new Webhook(secret).verify(body, headers));
      expect(told).toMatchObject([
        { type: 'buyer_event.counted', data: { kind: 'sale', eventId: sale.event_id, affiliateId: '12' } },
        { type: 'buyer_event.counted', data: { kind: 'reversal', effect: { amountMicros: -10_000_000 } } },
      ]);
      expect(there.received.map(({ headers }) => headers['webhook-id'])).toEqual((await rows()).map(({ id }) => id));
    } finally {
      vi.useRealTimers();
    }
  });

  test('given a rotated secret, then both sign until the old one ends', async () => {
    const { id, secret: old } = await addSubscription();
    const [row] = await plane.db.select().from(destinations).where(eq(destinations.id, id));
    const { secret, kept } = makeSecret({ ...plane.deps, workspaceId: plane.workspace.id });
    const secrets = [kept, ...(row?.secrets ?? []).map((one) => ({ ...one, endsAt: plane.clock.now + HOUR_MS }))];
    await plane.db.update(destinations).set({ secrets }).where(eq(destinations.id, id));
    const tell = async () => report(plane, buyer, event({ utm_content: (await deliver()).utmContent }));
    const verifies = (by: string) => {
      const { body, headers } = there.received.at(-1) ?? expect.fail('nothing arrived');
      vi.useFakeTimers({ toFake: ['Date'], now: plane.clock.now });
      try {
        new Webhook(by).verify(body, headers);
        return true;
      } catch {
        return false;
      } finally {
        vi.useRealTimers();
      }
    };
    await tell();
    await send();
    expect([verifies(old), verifies(secret)]).toEqual([true, true]);
    plane.clock.now += HOUR_MS;
    await tell();
    await send();
    expect([verifies(old), verifies(secret)]).toEqual([false, true]);
  });
});

describe('delivery', () => {
  const tellOne = async () => report(plane, buyer, event({ utm_content: (await deliver()).utmContent }));
  const log = () => plane.db.select().from(deliveryAttempts).orderBy(asc(deliveryAttempts.number));

  test.each([
    {
      given: '500',
      reply: answer(500, {}, 'boom jo@example.com'),
      fault: 'It answered 500.',
      excerpt: 'boom [e-mail]',
    },
    { given: 'a redirect', reply: answer(302, { location: 'http://169.254.169.254/' }), fault: /redirects are not/ },
    { given: 'a connection that breaks', reply: reset, fault: 'It cannot be connected to.' },
  ])('given $given, then it is tried again with the same id until it is taken, and never after', async (one) => {
    await addSubscription();
    await tellOne();
    there.reply = one.reply;
    await send();
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 1, failures: 1 }]);
    there.reply = answer(200);
    await send();
    expect(there.received).toHaveLength(1);
    plane.clock.now += MINUTE_MS;
    await send();
    plane.clock.now += DAY_MS;
    await send();
    expect(there.received).toHaveLength(2);
    expect(new Set(there.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [first, second] = await log();
    expect(first?.fault).toEqual(typeof one.fault === 'string' ? one.fault : expect.stringMatching(one.fault));
    expect(first?.excerpt).toBe(one.excerpt ?? null);
    expect(second).toMatchObject({ number: 2, status: 200, fault: null });
  });

  test('given a 200 whose body never ends, then it was taken', async () => {
    await addPostback();
    await tellOne();
    there.reply = neverEnding;
    plane.deps.guardedFetch = (request) => guardedFetch({ ...request, timeoutMs: 200 });
    await send();
    plane.deps.guardedFetch = guardedFetch;
    expect(await rows()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    expect(await log()).toMatchObject([{ excerpt: 'so far' }]);
  });

  test('given 410, then it is given up at once, and nothing more is sent there', async () => {
    const id = await addPostback();
    await tellOne();
    there.reply = answer(410);
    await send();
    await tellOne();
    await send();
    expect(there.received).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: 'given_up' }]);
    expect(await plane.db.select().from(destinations).where(eq(destinations.id, id))).toMatchObject([
      { state: 'stopped', stateDetail: 'It answered 410: it wants no more.' },
    ]);
  });

  test('given 429 with Retry-After, then nothing is sent there before', async () => {
    await addPostback();
    await tellOne();
    there.reply = answer(429, { 'retry-after': '7200' });
    await send();
    await tellOne();
    plane.clock.now += 7_100_000;
    await send();
    expect(there.received).toHaveLength(1);
    there.reply = answer(200);
    plane.clock.now += 200_000;
    await send();
    expect((await rows()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  });

  test('given one that is dead for three days, then it is given up after some fifteen tries, and others go on', async () => {
    const dead = await addPostback({ url: 'http://127.0.0.1:9/dead' });
    await addPostback();
    await tellOne();
    for (let hour = 0; hour < 80; hour += 1) {
      await send();
      plane.clock.now += HOUR_MS;
    }
    const [gone] = (await rows()).filter(({ destinationId }) => destinationId === dead);
    expect(gone).toMatchObject({ state: 'given_up', detail: 'It refuses connections.' });
    expect(gone?.attempts).toBeGreaterThan(8);
    expect(gone?.attempts).toBeLessThan(20);
    expect(there.received).toHaveLength(1);
  });

  test('given a destination that says nothing, then it holds no other back and takes four places at most', async () => {
    const slow = await startFakeReceiver();
    slow.reply = silent;
    try {
      await addPostback({ url: `${slow.url}/slow` });
      await addPostback();
      for (let i = 0; i < 40; i += 1) await tellOne();
      plane.deps.guardedFetch = (request) => guardedFetch({ ...request, timeoutMs: 3_000 });
      const sender = createSender(plane.deps, () => void sender.sendDue());
      await sender.sendDue();
      await vi.waitFor(() => expect(there.received).toHaveLength(40), { timeout: 2_900 });
      expect(slow.mostOpen).toBe(4);
      sender.abort();
      await sender.idle();
    } finally {
      plane.deps.guardedFetch = guardedFetch;
      await slow.stop();
    }
  });

  test('given several instances at once, then each delivery is sent by one', async () => {
    await addPostback();
    for (let i = 0; i < 60; i += 1) await tellOne();
    const instances = [1, 2, 3].map((seed) => ({
      ...testDeps(plane.deps.config, plane.db, plane.clock, `sender ${seed}`),
      guardedFetch,
    }));
    await Promise.all(instances.map(send));
    await send();
    expect(there.received).toHaveLength(60);
    expect((await rows()).every(({ state, attempts }) => state === 'delivered' && attempts === 1)).toBe(true);
  });

  test('given a process that dies after sending, then the same is sent once more under the same id', async () => {
    await addSubscription();
    await tellOne();
    const dying = createSender(plane.deps);
    there.reply = silent;
    await dying.sendDue();
    await vi.waitFor(() => expect(there.received).toHaveLength(1));
    dying.abort();
    await dying.idle();
    there.reply = answer(200);
    await send();
    expect(there.received).toHaveLength(1);
    plane.clock.now += 2 * MINUTE_MS;
    await send();
    expect(there.received).toHaveLength(2);
    const ids = there.received.map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBe(ids[1]);
    const bodies = there.received.map(({ body }) => createHash('sha256').update(body).digest('hex'));
    expect(bodies[0]).toBe(bodies[1]);
  });
});
