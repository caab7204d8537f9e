/** One click's whole life through the real processes and a real browser: each test is the next step of the same story. */
import { EdgeState, type Experiment } from '@alyson/schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BuyerAccount, sendReport } from '../scripts/demo/buyer.ts';
import { openPanel, type Panel } from './panel.ts';
import { type Product, startProduct } from './product.ts';
import { rawGet } from './raw-get.ts';

const WAIT = { timeout: 20_000, interval: 50 };
const NAME = 'Short form or quiz?';
const OFFER = '1048';
const SHORT_FORM = 'https://www.example.com/short-form';
const QUIZ = 'https://www.example.com/quiz?lp=quiz';

/** Everything that a parser would tidy up. */
const QUERY = 'aff_id=7&first_name=Zo%C3%AB&email=a+b%40example.com&x=1&x=1&empty=&odd=%zz;%2f&utm_content=Key+1%2Fa';
const KEY = 'Key+1%2Fa';

let product: Product;
let panel: Panel;
let experiment: Experiment;
let buyer: BuyerAccount;

beforeAll(async () => {
  product = await startProduct();
  panel = await openPanel(product.apiUrl);
}, 90_000);

afterAll(async () => {
  await panel?.close();
  await product?.remove();
}, 60_000);

test('given the sign-in that the start printed, then a marketer creates an experiment and starts it; the release is confirmed', async () => {
  const { ALYSON_ADMIN_EMAIL: email = '', ALYSON_ADMIN_PASSWORD: password = '' } = product.secrets;
  expect(product.printed()).toContain(`${email}   ${password}`);
  await panel.signIn(email, password);
  await panel.createExperiment({
    name: NAME,
    offerId: OFFER,
    agents: [
      { name: 'Short form', landingUrl: SHORT_FORM },
      { name: 'Quiz', landingUrl: QUIZ },
    ],
    burnInClicks: 50,
  });

  const { items } = await product.api.listExperiments({ query: {} });
  expect(items.map((item) => [item.name, item.state])).toEqual([[NAME, 'running']]);
  await vi.waitFor(async () => {
    experiment = await product.api.getExperiment({ params: { experimentId: items[0]?.id ?? '' } });
    expect(experiment.release).toMatchObject({ number: 1, status: 'published' });
  }, WAIT);
  expect(await releaseAtRouter()).toBe(1);
});

test.each([
  ["TUNE's form", `/aff_c?offer_id=${OFFER}&${QUERY}`, `offer_id=${OFFER}&${QUERY}`],
  ['our own form', `/r/short-form-or-quiz?${QUERY}`, QUERY],
])('given a link in %s, then 302 to an agent with every parameter the same bytes (R12)', async (_, target, carried) => {
  const { status, headers } = await rawGet(product.routerPort, target);
  expect(status).toBe(302);
  expect(headers.get('cache-control')).toBe('private, no-store');
  expect([`${SHORT_FORM}?${carried}`, `${QUIZ}&${carried}`]).toContain(headers.get('location'));
});

test('given a click, then the panel shows it within two seconds, without a reload', async () => {
  await panel.openExperiment(NAME, 'Results');
  const shown = panel.page.getByRole('table', { name: /Last clicks/ }).getByText('seen-soon');
  await panel.page
    .getByRole('table', { name: /Last clicks/ })
    .getByText(KEY)
    .first()
    .waitFor();
  const clickedAt = Date.now();
  await click('seen-soon');
  await shown.waitFor();
  expect(Date.now() - clickedAt).toBeLessThan(2_000);
});

test('given a buyer made in the panel, then its signed lead and its later sale join the click (C14, C18)', async () => {
  buyer = await panel.addBuyer('HomeLight');
  const lead = { type: 'lead', event_id: 'lead-1', utm_content: 'Key 1/a' } as const; // as a landing page's form reads it
  expect(await sendReport(buyer, lead, 'resent')).toEqual([200, 200]);
  const sale = { type: 'sale', event_id: 'sale-1', lead_id: 'lead-1', amount: '412.50', currency: 'USD' } as const;
  expect(await sendReport(buyer, sale, 'once')).toEqual([200]);
  expect(await sendReport(buyer, { ...lead, event_id: 'lead-x' }, 'forged')).toEqual([401]);

  await panel.open('Leads & revenue');
  await panel.page.getByText('$412.50').waitFor();
  await vi.waitFor(async () => {
    const { totals } = await product.api.getResults({ params: { experimentId: experiment.id }, query: {} });
    expect(totals).toMatchObject({ leads: 1, sales: 1, revenueMicros: 412_500_000 });
  }, WAIT);
});

test('given a lead whose click is not known, then it is an orphan; given its click, then it joins', async () => {
  expect(await sendReport(buyer, { type: 'lead', event_id: 'lead-2', utm_content: 'comes-later' }, 'once')).toEqual([
    200,
  ]);
  await panel.open('Orphans');
  await panel.page.getByText('comes-later').waitFor();

  await click('comes-later');
  await panel.page.getByText('No orphans').waitFor();
  const { items } = await product.api.listBuyerEvents({ query: { utmContent: 'comes-later' } });
  expect(items).toMatchObject([{ orphanCause: null, experimentId: experiment.id }]);
});

/** Where each of these visitors was sent by release 1. */
let firstPages: string[] = [];
const VISITORS = Array.from({ length: 400 }, (_, i) => `visitor-${i}`);

test('given a page that earns more, when grading is run in the panel, then its weight rises and the router follows within a second', async () => {
  firstPages = await follow(VISITORS);
  for (const [i, key] of VISITORS.entries()) {
    if (i % (firstPages[i] === QUIZ ? 3 : 40) === 0) await reportSale(key);
  }
  await vi.waitFor(async () => expect(await countClicks('visitor-399')).toBe(1), WAIT);
  await panel.openExperiment(NAME, 'Grading');
  await panel.page.getByRole('button', { name: 'Run grading now' }).click();
  await panel.page.getByRole('button', { name: /Published release 2/ }).waitFor();

  const release = await newestRelease();
  expect(release).toMatchObject({ number: 2, cause: 'optimizer' });
  expect(release?.weights[1]?.weightBasisPoints).toBeGreaterThan(5_000);
  expect(Date.parse(release?.confirmedAt ?? '') - Date.parse(release?.publishedAt ?? '')).toBeLessThan(1_000);
  expect(await releaseAtRouter()).toBe(2);
  const pages = await follow(VISITORS);
  expect(pages.filter((page) => page === QUIZ).length).toBeGreaterThan(
    firstPages.filter((page) => page === QUIZ).length,
  );
  expect(pages.every((page, i) => page === QUIZ || firstPages[i] === SHORT_FORM)).toBe(true); // nobody left the winner
});

test('then the panel says how the split moved and why, with ranges and grades', async () => {
  await panel.openExperiment(NAME, 'Results');
  await panel.page.getByRole('heading', { name: /^Why [AB] went from 50% to/ }).waitFor();
  await panel.page
    .getByRole('figure', { name: 'Split over time' })
    .getByText(/[AB] went from 50% to/)
    .waitFor();
  await panel.page
    .getByRole('figure', { name: 'RPC by agent' })
    .getByText(/B has the highest RPC/)
    .waitFor();
  await panel.openExperiment(NAME, 'Grading');
  await panel.page.getByRole('cell', { name: 'Grade A' }).waitFor();
});

test('given a rollback in the panel, then the old split has a new number, and everybody is where they were (R6)', async () => {
  await panel.openExperiment(NAME, 'Releases');
  await panel.page.getByRole('button', { name: 'Roll back to release 1' }).click();
  const dialog = panel.page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('The quiz is being rewritten.');
  await dialog.getByRole('button', { name: 'Roll back to release 1' }).click();
  await panel.page.getByText('The quiz is being rewritten.').first().waitFor();

  await vi.waitFor(async () => expect(await releaseAtRouter()).toBe(3), WAIT);
  expect(await newestRelease()).toMatchObject({ number: 3, cause: 'rollback', rollbackOf: 1 });
  expect(await follow(VISITORS)).toEqual(firstPages);
});

test('then no script of the panel has failed on the way', () => expect(panel.faults).toEqual([]));

async function click(key: string): Promise<string> {
  const { status, headers } = await rawGet(product.routerPort, `/aff_c?offer_id=${OFFER}&aff_id=7&utm_content=${key}`);
  expect(status).toBe(302);
  return headers.get('location') ?? '';
}

/** One click each. @returns the page each was sent to, without what it carried */
async function follow(keys: readonly string[]): Promise<string[]> {
  const pages: string[] = [];
  for (const key of keys) pages.push((await click(key)).startsWith(QUIZ) ? QUIZ : SHORT_FORM);
  return pages;
}

async function reportSale(key: string): Promise<void> {
  const sale = { type: 'sale', event_id: `sale-${key}`, utm_content: key, amount: '50.00', currency: 'USD' } as const;
  expect(await sendReport(buyer, { type: 'lead', event_id: `lead-${key}`, utm_content: key }, 'once')).toEqual([200]);
  expect(await sendReport(buyer, sale, 'once')).toEqual([200]);
}

const countClicks = async (utmContent: string) =>
  (await product.api.listClicks({ query: { utmContent } })).items.length;

const newestRelease = async () =>
  (await product.api.listReleases({ params: { experimentId: experiment.id }, query: {} })).items[0];

/** What the router itself says it routes by. */
async function releaseAtRouter(): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${product.secrets.ALYSON_EDGE_TOKEN}` };
  const answer = await fetch(`${product.routerUrl}/edge/state`, { headers });
  return EdgeState.parse(await answer.json()).releases[experiment.id];
}
