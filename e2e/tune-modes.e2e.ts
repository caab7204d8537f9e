/** The three ways of standing beside TUNE, each from an affiliate's link to the buyer's money. */
import { createHash } from 'node:crypto';
import type { Experiment, NewLink } from '@alyson/schema';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type BuyerAccount, sendReport } from '../scripts/demo/buyer.ts';
import { type FakeTune, startFakeTune } from './fake-tune.ts';
import { type Product, startProduct } from './product.ts';
import { rawGet } from './raw-get.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const TUNE_HOST = 'acme.go2cloud.org';
const ROUTER_HOST = 'go.example.com';
const PAGES = ['https://www.example.com/a', 'https://www.example.com/b'];

let product: Product;
let tune: FakeTune;
let buyer: BuyerAccount;

beforeAll(async () => {
  product = await startProduct();
  tune = await startFakeTune({
    '0': `https://${ROUTER_HOST}/r/behind?utm_content={transaction_id}&aff_id={aff_id}`,
    '214': `${PAGES[0]}?utm_content={aff_sub5}&tid={transaction_id}`,
    '215': `${PAGES[1]}?utm_content={aff_sub5}&tid={transaction_id}`,
  });
  const made = await product.api.createBuyer({ body: { name: 'HomeLight' } });
  buyer = { webhookUrl: made.buyer.webhookUrl, secret: made.secret };
}, 90_000);

afterAll(async () => {
  await tune?.stop();
  await product?.remove();
}, 60_000);

describe.each([
  {
    mode: 'behind TUNE',
    link: { kind: 'slug', value: 'behind' },
    /** What affiliates are given is TUNE's own link. */
    start: `https://${TUNE_HOST}/aff_c?offer_id=9&aff_id=31&aff_sub=s%2B1`,
    tuneRecords: true,
  },
  {
    mode: 'before TUNE',
    link: {
      kind: 'slug',
      value: 'before',
      beforeTune: { host: TUNE_HOST, offerId: '9', clickIdParameter: 'aff_sub5' },
    },
    start: `https://${ROUTER_HOST}/r/before?aff_id=31&aff_sub=s%2B1&utm_content=their+own%2F1`,
    tuneRecords: true,
  },
  {
    mode: 'without TUNE',
    link: { kind: 'tune_offer', value: '77' },
    start: `https://${ROUTER_HOST}/aff_c?offer_id=77&aff_id=31&aff_sub=s%2B1`,
    tuneRecords: false,
  },
] satisfies {
  mode: string;
  link: Pick<NewLink, 'kind' | 'value'> & Partial<NewLink>;
  start: string;
  tuneRecords: boolean;
}[])('$mode', ({ mode, link, start, tuneRecords }) => {
  let experiment: Experiment;
  let tuneClicksBefore = 0;
  let page: URL;

  test('given the link in its mode, then a visitor reaches a page of the experiment, and TUNE has recorded its part', async () => {
    tuneClicksBefore = tune.clicks.length;
    experiment = await startExperiment(mode, link);
    page = new URL(await browse(start));
    expect(PAGES).toContain(page.origin + page.pathname);
    expect(tune.clicks.length - tuneClicksBefore).toBe(tuneRecords ? 1 : 0);
    if (tuneRecords) expect(tune.clicks.at(-1)?.parameters.get('aff_id')).toBe('31');
  }, 60_000);

  test('then the click is stored once, with the agent whose page it reached', async () => {
    await vi.waitFor(async () => {
      const { items } = await product.api.listClicks({ query: { experimentId: experiment.id } });
      expect(items).toMatchObject([{ affiliateId: '31', reason: 'split' }]);
      const agent = experiment.agents.find(({ id }) => id === items[0]?.agentId);
      expect(agent?.landingUrl).toBe(page.origin + page.pathname);
    }, WAIT);
  });

  test('then a lead and a sale under the page’s own utm_content are this click’s money', async () => {
    const key = page.searchParams.get('utm_content') ?? '';
    expect(key).not.toBe('');
    const id = createHash('sha256').update(mode).digest('hex').slice(0, 12);
    expect(await sendReport(buyer, { type: 'lead', event_id: `lead-${id}`, utm_content: key }, 'once')).toEqual([200]);
    const sale = {
      type: 'sale',
      event_id: `sale-${id}`,
      lead_id: `lead-${id}`,
      amount: '90.00',
      currency: 'USD',
    } as const;
    expect(await sendReport(buyer, sale, 'once')).toEqual([200]);
    await vi.waitFor(async () => {
      const { totals } = await product.api.getResults({ params: { experimentId: experiment.id }, query: {} });
      expect(totals).toMatchObject({ clicks: 1, leads: 1, sales: 1, revenueMicros: 90_000_000 });
    }, WAIT);
  });
});

async function startExperiment(name: string, link: Pick<NewLink, 'kind' | 'value'> & Partial<NewLink>) {
  const draft = await product.api.createExperiment({
    body: {
      name,
      agents: PAGES.map((landingUrl, i) => ({
        name: `Page ${i}`,
        landingUrl,
        tuneUrlId: String(214 + i),
        weightBasisPoints: 5_000,
      })),
      links: [link],
    },
  });
  const running = await product.api.startExperiment({ params: { experimentId: draft.id } });
  await vi.waitFor(async () => {
    const { release } = await product.api.getExperiment({ params: { experimentId: draft.id } });
    expect(release).toMatchObject({ number: 1, status: 'published' });
  }, WAIT);
  return running;
}

/** Follows redirects as a browser does, TUNE's host and the router's standing on this machine. @returns the landing page */
async function browse(url: string): Promise<string> {
  const ports = new Map([
    [TUNE_HOST, tune.port],
    [ROUTER_HOST, product.routerPort],
  ]);
  for (let at = url, hops = 0; hops < 6; hops += 1) {
    const { host } = new URL(at);
    const port = ports.get(host);
    if (port === undefined) return at;
    const { status, headers } = await rawGet(port, at.slice(at.indexOf(host) + host.length));
    expect(status).toBe(302);
    at = headers.get('location') ?? '';
  }
  throw new Error('the links lead in a circle');
}
