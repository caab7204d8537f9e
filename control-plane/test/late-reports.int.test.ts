import { DAY_MS, HOUR_MS } from '@alyson/schema';
import { buyerEvents } from '@alyson/schema/tables';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { forgetOldClicks } from '../src/features/retention/forget-old-clicks.ts';
import { forgetAnswers } from '../src/http/forget-answers.ts';
import { startedExperiment } from './support/drafts.ts';
import { makeClick } from './support/make-click.ts';
import { addBuyer, type Posting, post, report, type TestBuyer } from './support/report-as-buyer.ts';
import { STARTED_AT, useControlPlane } from './support/test-control-plane.ts';

const plane = useControlPlane();

const TUNE_TOKEN = 'fedcba9876543210fedcba9876543210';
const sale = { type: 'sale', event_id: 'S', utm_content: 'late', amount: '40.25', currency: 'USD' } as const;

const outcomesOf = async ({ id }: TestBuyer) => {
  const [sums] = await plane.db
    .select({ events: sql<number>`count(*)::int`, micros: sql<number>`sum(${buyerEvents.effectMicros})::float8` })
    .from(buyerEvents)
    .where(eq(buyerEvents.buyerId, id));
  return sums;
};

/** What is thrown away in time is thrown away. */
async function pass(days: number): Promise<void> {
  plane.clock.now = STARTED_AT + days * DAY_MS;
  await forgetAnswers({ db: plane.db, now: plane.deps.now });
  await forgetOldClicks(plane.deps);
}

describe('S20: what comes late', () => {
  test('given a report again after 4 and after 90 days, by its webhook id or under another, then it counts once', async () => {
    const { id: experimentId, agents } = await startedExperiment(plane.client());
    const agentId = agents[0]?.id ?? null;
    await plane
      .client(plane.workspace.tokens.edge)
      .deliverClicks({ body: { clicks: [makeClick({ experimentId, agentId, utmContent: 'late' })] } });
    const buyer = await addBuyer(plane);
    expect(await report(plane, buyer, sale, { webhookId: 'msg_late' })).toBe('accepted');
    const counted = { events: 1, micros: 40_250_000 };
    expect(await outcomesOf(buyer)).toEqual(counted);
    for (const days of [4, 90]) {
      await pass(days);
      expect(await report(plane, buyer, sale, { webhookId: 'msg_late' })).toBe('accepted'); // as the first time
      expect(await report(plane, buyer, sale, { webhookId: `msg_late_${days}` })).toBe('duplicate');
      expect(await outcomesOf(buyer)).toEqual(counted);
    }
    plane.clock.now = STARTED_AT;
  });

  test('given a conversion in TUNE’s manner again after 4 and after 90 days, then it is told to be a duplicate (C16)', async () => {
    const buyer = await addBuyer(plane);
    const [{ version } = { version: 0 }] = (await plane.client().listBuyers({ query: {} })).items.filter(
      ({ id }) => id === buyer.id,
    );
    await plane.client().changeTuneSetup({
      params: { buyerId: buyer.id },
      ifMatch: version,
      body: { securityToken: TUNE_TOKEN, offerIds: [], addresses: [], currency: null },
    });
    const convert = async () =>
      (await plane.request(`/aff_lsr?transaction_id=late-1&amount=7.00&security_token=${TUNE_TOKEN}`)).text();
    expect(await convert()).toBe('success=true;');
    for (const days of [4, 90]) {
      await pass(days);
      expect(await convert()).toBe('success=false; err_msg=Duplicate conversion.;');
      expect(await outcomesOf(buyer)).toMatchObject({ events: 1 });
    }
    plane.clock.now = STARTED_AT;
  });
});

describe('S18: a buyer’s secret rotated under load', () => {
  test('given reports all the time, then none is refused while both secrets count, and every old one after that', async () => {
    const buyer = await addBuyer(plane);
    const params = { buyerId: buyer.id };
    const [first] = (await plane.client().listBuyerSecrets({ params, query: {} })).items;
    let made = 0;
    /** 25 at once. */
    const burst = (posting: Posting) =>
      Promise.all(
        Array.from({ length: 25 }, async () => {
          made += 1;
          const event = { type: 'lead', event_id: `r-${made}`, utm_content: `r-${made}` };
          return (await post(plane, buyer, JSON.stringify(event), posting)).status;
        }),
      );
    const all = (status: number) => Array.from({ length: 25 }, () => status);

    // The old one's reports are under way while the new one comes.
    const before = burst({});
    const rotated = plane.client().rotateBuyerSecret({
      params: { ...params, secretId: first?.id ?? expect.fail() },
      body: { overlapHours: 24 },
    });
    const during = burst({});
    const { value: secret } = await rotated;
    expect(await before).toEqual(all(200));
    expect(await during).toEqual(all(200));
    expect(await burst({ secret })).toEqual(all(200));
    plane.clock.now = STARTED_AT + 24 * HOUR_MS - 1_000;
    expect(await burst({})).toEqual(all(200));
    plane.clock.now = STARTED_AT + 24 * HOUR_MS;
    expect(await burst({})).toEqual(all(401));
    expect(await burst({ secret })).toEqual(all(200));
    plane.clock.now = STARTED_AT;
    expect(await outcomesOf(buyer)).toMatchObject({ events: 5 * 25 });
  });
});
