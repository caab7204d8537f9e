import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openPanel, type Panel } from './panel.ts';
import { type Product, startProduct } from './product.ts';

const SOON = { timeout: 10_000, interval: 50 };

let product: Product;
let panel: Panel;

beforeAll(async () => {
  product = await startProduct();
  panel = await openPanel(product.apiUrl);
}, 90_000);
afterAll(async () => {
  await panel?.close();
  await product?.remove();
});

/** Counts the streams that a page has open. */
function watchStreams(page: Page): { open: number } {
  const streams = { open: 0 };
  const count = (by: number) => (request: Request) => {
    if (new URL(request.url()).pathname === '/v1/events') streams.open += by;
  };
  page.on('request', count(1));
  page.on('requestfinished', count(-1));
  page.on('requestfailed', count(-1));
  return streams;
}

test('C10: given seven tabs of one browser, then one of them has the stream, every tab hears of a change, and another takes over when it goes', async () => {
  const { ALYSON_ADMIN_EMAIL: email = '', ALYSON_ADMIN_PASSWORD: password = '' } = product.secrets;
  await panel.signIn(email, password);
  const signedIn = panel.page.context();
  const browser = signedIn.browser() ?? expect.fail('no browser');
  const context = await browser.newContext({ baseURL: product.apiUrl, storageState: await signedIn.storageState() });
  const tabs = await Promise.all(Array.from({ length: 7 }, () => context.newPage()));
  const streams = tabs.map(watchStreams);
  for (const tab of tabs) await tab.goto('/experiments');
  const openStreams = () => streams.filter(({ open }) => open > 0).length;
  await vi.waitFor(() => expect(openStreams()).toBe(1), SOON);
  for (const tab of tabs) await tab.getByText('Live', { exact: true }).waitFor();

  const seen = async (name: string, some: readonly Page[]) => {
    const agents = ['a', 'b'].map((letter) => ({
      name: letter,
      landingUrl: `https://www.example.com/${letter}`,
      weightBasisPoints: 5_000,
    }));
    await product.api.createExperiment({ body: { name, agents, links: [{ kind: 'slug', value: name }] } });
    await Promise.all(some.map((tab) => tab.getByText(name, { exact: true }).first().waitFor()));
  };
  await seen('first', tabs);

  const leader = streams.findIndex(({ open }) => open > 0);
  const [gone] = tabs.splice(leader, 1);
  streams.splice(leader, 1);
  await gone?.close();
  await vi.waitFor(() => expect(openStreams()).toBe(1), SOON);
  await seen('second', tabs);
});
