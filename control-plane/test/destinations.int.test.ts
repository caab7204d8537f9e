import { DAY_MS, HOUR_MS, POSTBACK_MACROS, type ProblemError } from '@alyson/schema';
import { deliveries } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dialAddresses } from '../src/io/dial.ts';
import { createGuardedFetch } from '../src/io/guarded-fetch.ts';
import { createSender } from '../src/outbound/create-sender.ts';
import { answer, type FakeReceiver, startFakeReceiver } from './support/fake-receiver.ts';
import { useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();
let there: FakeReceiver;

beforeAll(async () => {
  there = await startFakeReceiver();
  plane.deps.guardedFetch = createGuardedFetch({ resolve: async () => [], dial: dialAddresses, allowLoopback: true });
});
afterAll(() => there.stop());
beforeEach(() => {
  there.received.length = 0;
  there.reply = answer(200);
});

const makePostback = (url = `${there.url}/pb?c={aff_sub}`) =>
  plane.client().createPostback({ body: { name: 'Affiliate 12', affiliateId: '12', eventKinds: ['sale'], url } });
const makeSubscription = () =>
  plane.client().createSubscription({ body: { name: 'CRM', url: `${there.url}/crm`, topics: ['run.finished'] } });
const send = async () => {
  const sender = createSender(plane.deps);
  while ((await sender.sendDue()) > 0) await sender.idle();
};
const faultOf = (url: string) =>
  makePostback(url).then(
    () => 'taken',
    ({ errors }: ProblemError) => errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; '),
  );
const audit = async () =>
  (await plane.client().listAudit({ query: { limit: 5 } })).items.map(({ action, objectName }) => [action, objectName]);

describe('postbacks', () => {
  test('given a postback, then it is listed, changed by its version, and removed, each with who did it (C3, C5)', async () => {
    const made = await makePostback();
    const { items } = await plane.client().listPostbacks({ query: { affiliateId: '12' } });
    expect(items.map(({ id }) => id)).toContain(made.id);
    const params = { postbackId: made.id };
    const changed = await plane.client().changePostback({
      params,
      ifMatch: 1,
      body: { state: 'off', minimumAmount: { amountMicros: 5, currency: 'USD' } },
    });
    expect(changed).toMatchObject({ state: 'off', version: 2, minimumAmount: { amountMicros: 5, currency: 'USD' } });
    await expect(plane.client().changePostback({ params, ifMatch: 1, body: {} })).rejects.toMatchObject({
      code: 'stale_version',
    });
    await plane.client().removePostback({ params, ifMatch: 2 });
    await expect(plane.client().getPostback({ params })).rejects.toMatchObject({ code: 'not_found' });
    expect((await audit()).slice(0, 3)).toEqual([
      ['postback.removed', 'Affiliate 12'],
      ['postback.changed', 'Affiliate 12'],
      ['postback.created', 'Affiliate 12'],
    ]);
  });

  test.each([
    ['https://t.example/?c={aff_clickid}', '#/url uses {aff_clickid}, which is no macro; did you mean {aff_click_id}?'],
    ['https://t.example/?p={payout}', expect.stringContaining('{payout}, which is not known here')],
    ['https://t.example/?p={ip}', expect.stringContaining('visitors’ addresses'.replace('’', "'"))],
    ['https://{source}.example/', expect.stringContaining('has a macro in its host')],
    ['https://t.example/?{source}=1', expect.stringContaining("has a macro in a parameter's name")],
    ['https://t.example/?a={source', expect.stringContaining('brace without its partner')],
    ['http://t.example/', '#/url must begin with https://, not http://'],
    ['https://t.example:8443/', '#/url names a port: only 443 is used'],
    ['https://u:p@t.example/', expect.stringContaining('user name')],
    ['https://t.example/#a', expect.stringContaining('#')],
    ['t.example', expect.stringContaining('whole address')],
  ])('given the address %s, then it is refused in words (C2, C21)', async (url, fault) => {
    expect(await faultOf(url)).toEqual(fault);
  });

  test('given every macro there is, then a preview fills each in', async () => {
    const names = Object.keys(POSTBACK_MACROS);
    const query = names.map((name) => `${name}={${name}}`).join('&');
    const { url } = await plane.client().previewPostback({ body: { url: `https://t.example/a?${query}` } });
    expect([...new URL(url).searchParams].filter(([, value]) => value === '' || value.includes('{'))).toEqual([]);
    expect(url).toContain('&datetime=2026-01-31%2018%3A29%3A43&');
  });
});

describe('subscriptions', () => {
  test('given a subscription, then its secret is shown once, sealed where it is kept, and rotated with overlap', async () => {
    const { subscription, secret } = await makeSubscription();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const params = { subscriptionId: subscription.id };
    expect(JSON.stringify(await plane.client().getSubscription({ params }))).not.toContain('whsec_');
    const rotated = await plane.client().rotateSubscriptionSecret({ params, body: { overlapHours: 2 } });
    expect(rotated.secret).not.toBe(secret);
    expect(rotated.subscription.secrets.map(({ endsAt }) => endsAt)).toEqual([
      null,
      new Date(plane.clock.now + 2 * HOUR_MS).toISOString(),
    ]);
    const ended = await plane.client().rotateSubscriptionSecret({ params, body: { overlapHours: 0 } });
    expect(ended.subscription.secrets).toHaveLength(1);
  });
});

describe('the log of deliveries', () => {
  test('given a test, then it is sent once, and its log says what was answered', async () => {
    const { id } = await makePostback();
    there.reply = answer(500, {}, '<b>no such\ncampaign</b> 0123456789abcdef0123456789');
    const delivery = await plane.client().testDestination({ params: { destinationId: id } });
    await send();
    plane.clock.now += HOUR_MS;
    await send();
    expect(there.received.map(({ target }) => target)).toEqual(['/pb?c=test-sub-1']);
    const details = await plane.client().getDelivery({ params: { deliveryId: delivery.id } });
    expect(details).toMatchObject({
      state: 'given_up',
      url: `${there.url}/pb?c=test-sub-1`,
      log: [{ number: 1, status: 500, fault: 'It answered 500.', excerpt: '<b>no such campaign</b> […]' }],
    });
    const { items } = await plane
      .client()
      .listDeliveries({ params: { destinationId: id }, query: { state: 'given_up' } });
    expect(items).toMatchObject([{ id: delivery.id, topic: 'test' }]);
  });

  test('given what was given up, then it is sent again by hand, one or all, and never what an affiliate took', async () => {
    const { id } = await makePostback();
    const params = { destinationId: id };
    there.reply = answer(500);
    const [first, second, third] = [
      await plane.client().testDestination({ params }),
      await plane.client().testDestination({ params }),
      await plane.client().testDestination({ params }),
    ];
    await send();
    there.reply = answer(200);
    await plane.client().resendDelivery({ params: { deliveryId: first.id } });
    await send();
    await expect(plane.client().resendDelivery({ params: { deliveryId: first.id } })).rejects.toMatchObject({
      code: 'not_resendable',
    });
    expect(await plane.client().resendGivenUp({ params })).toEqual({ deliveries: 2, isComplete: true });
    await send();
    for (const { id: deliveryId } of [first, second, third])
      expect(await plane.client().getDelivery({ params: { deliveryId } })).toMatchObject({
        state: 'delivered',
        attempts: 2,
      });
    expect(await plane.client().getPostback({ params: { postbackId: id } })).toMatchObject({ failures: 0, givenUp: 0 });
  });

  test('given one that was stopped by a 410, then it is told so, and begins anew when it is turned on', async () => {
    const { subscription } = await makeSubscription();
    const params = { subscriptionId: subscription.id };
    there.reply = answer(410);
    await plane.client().testDestination({ params: { destinationId: subscription.id } });
    await send();
    const stopped = await plane.client().getSubscription({ params });
    expect(stopped).toMatchObject({ state: 'stopped', stateDetail: 'It answered 410: it wants no more.' });
    await expect(plane.client().testDestination({ params: { destinationId: subscription.id } })).rejects.toMatchObject({
      code: 'not_resendable',
    });
    const { version } = stopped;
    const on = await plane.client().changeSubscription({ params, ifMatch: version, body: { state: 'on' } });
    expect(on).toMatchObject({ state: 'on', stateDetail: null, failures: 0 });
  });

  test('given what waits longer than three days at a place that is off, then it is given up', async () => {
    const { subscription } = await makeSubscription();
    const { id } = await plane.client().testDestination({ params: { destinationId: subscription.id } });
    await plane.client().changeSubscription({
      params: { subscriptionId: subscription.id },
      ifMatch: 1,
      body: { state: 'off' },
    });
    plane.clock.now += 4 * DAY_MS;
    await send();
    const [row] = await plane.db.select().from(deliveries).where(eq(deliveries.id, id));
    expect(row).toMatchObject({ state: 'given_up', detail: 'Nothing could be sent to it in time.', attempts: 0 });
  });
});
