/** An ad group's way from TUNE to this router and back: read by API, made a draft, compared, moved over, handed back. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Experiment, type TuneImport, type TuneLink, TuneParityReport } from '@alyson/schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FakeTuneApi, startFakeTuneApi } from '../control-plane/test/support/fake-tune-api.ts';
import { sampleTuneNetwork } from '../control-plane/test/support/tune-network.ts';
import { type Product, startProduct } from './product.ts';
import { rawGet } from './raw-get.ts';

const WAIT = { timeout: 20_000, interval: 100 };
const TOKEN = 'NETTOKEN0123456789';
const AFFILIATES_LINK = '/aff_ad?campaign_id=152&aff_id=31&aff_sub=s%2B1';
const STANCE = { mode: 'without', trackingHost: 'acme.go2cloud.example' } as const;

let tune: FakeTuneApi;
let product: Product;
let imported: TuneImport;
let experimentId: Experiment['id'];

beforeAll(async () => {
  tune = await startFakeTuneApi({ networkId: 'acme', token: TOKEN, data: sampleTuneNetwork() });
  product = await startProduct({ variables: { ALYSON_TUNE_API_URL: tune.url } });
}, 120_000);

afterAll(async () => {
  await product?.remove();
  await tune?.close();
}, 60_000);

const follow = (target: string) => rawGet(product.routerPort, target);
const linkOf = async (kind: TuneLink['kind']): Promise<TuneLink> => {
  const { items } = await product.api.listTuneLinks({ query: {} });
  return items.find((link) => link.kind === kind) ?? expect.fail(`there is no ${kind} link`);
};

test('given TUNE’s API, then it is read beside the requests, though it fails on the way', async () => {
  await product.api.connectTune({ body: { networkId: 'acme', apiToken: TOKEN } });
  tune.misbehave('gateway_timeout', 'garbage');
  const { id } = await product.api.startTuneImport({ body: { origin: 'api' } });
  imported = await vi.waitFor(async () => {
    const one = await product.api.getTuneImport({ params: { importId: id } });
    expect(one.state).toBe('ready');
    return one;
  }, WAIT);
  expect(imported.counts).toMatchObject({ campaign: 1, creative: 4, tiny_url: 1 });
});

test('given the plan is applied, then a draft stands there, and applied again there is no second', async () => {
  const request = { params: { importId: imported.id }, body: { stance: STANCE } };
  expect((await product.api.applyTuneImport(request)).created).toBe(1);
  expect((await product.api.applyTuneImport(request)).created).toBe(0);
  ({ experimentId } = await linkOf('tune_campaign'));
});

test('given TUNE’s click log, then its split beside ours before anything is routed', async () => {
  const creatives = ['9001', '9001', '9001', '9001', '9001', '9002', '9002', '9003', '9003', '9003'];
  const lines = Array.from(
    { length: 1_000 },
    (_, i) => `102${String(i).padStart(27, '0')},12,152,${creatives[i % 10]}`,
  );
  const answer = await fetch(`${product.apiUrl}/v1/tune/click-logs?name=clicks.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.secrets.ALYSON_ADMIN_TOKEN}` },
    body: ['transaction_id,offer_id,ad_campaign_id,ad_campaign_creative_id', ...lines].join('\n'),
  });
  const { report } = TuneParityReport.parse(await answer.json());
  expect(report).toMatchObject({ rows: 1_000, overall: { compared: 1_000, verdict: 'alike' } });
});

test('given the link is moved over, then TUNE’s own link leads to our pages, and its clicks are seen to arrive', async () => {
  await product.api.startExperiment({ params: { experimentId } });
  const link = await linkOf('tune_campaign');
  await product.api.moveTuneLink({ params: { tuneLinkId: link.linkId }, body: { from: 'shadow', to: 'routed' } });
  await vi.waitFor(async () => {
    const { status, headers } = await follow(AFFILIATES_LINK);
    expect([status, headers.get('location')]).toEqual([302, expect.stringMatching(/^https:\/\/lp\.example\.com\//)]);
  }, WAIT);
  await vi.waitFor(async () => {
    expect((await linkOf('tune_campaign')).check.text).toContain('arrived here');
  }, WAIT);
  expect((await follow('/SL2k')).headers.get('location')).toContain('aff_id=1006');
});

test('given it is handed back, then within seconds its clicks go to TUNE whole, and the other link’s do not', async () => {
  const link = await linkOf('tune_campaign');
  const body = { from: 'routed', to: 'handed_back', reason: 'Leads look odd' } as const;
  await product.api.moveTuneLink({ params: { tuneLinkId: link.linkId }, body });
  await vi.waitFor(async () => {
    const { headers } = await follow(AFFILIATES_LINK);
    expect(headers.get('location')).toMatch(
      /^https:\/\/acme\.go2cloud\.example\/aff_ad\?campaign_id=152&aff_id=31&aff_sub=s%2B1&utm_content=a[0-9A-Za-z]{29}$/,
    );
  }, WAIT);
  expect((await follow('/SL2k')).headers.get('location')).toMatch(/^https:\/\/lp\.example\.com\//);
});

test('given all of it, then no log holds the key of TUNE’s API', () => {
  const folder = `${product.dataDir}/logs`;
  const logs = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
  expect(logs.join('').length).toBeGreaterThan(0);
  expect(logs.join('')).not.toContain(TOKEN);
});
