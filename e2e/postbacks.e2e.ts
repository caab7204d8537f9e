import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeReceiver, startFakeReceiver } from '../control-plane/test/support/fake-receiver.ts';
import { openPanel, type Panel } from './panel.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let panel: Panel;
let tracker: FakeReceiver;

beforeAll(async () => {
  tracker = await startFakeReceiver();
  product = await startProduct();
  panel = await openPanel(product.apiUrl);
}, 90_000);
afterAll(async () => {
  await panel?.close();
  await product?.remove();
  await tracker?.stop();
});

test('C21: given an affiliate’s tracker, then its postback is added, tested and read in the panel, and so is a webhook', async () => {
  const { ALYSON_ADMIN_EMAIL: email = '', ALYSON_ADMIN_PASSWORD: password = '' } = product.secrets;
  const { page } = panel;
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  await panel.signIn(email, password);

  await panel.open('Postbacks');
  await press('Add postback');
  await fill('Name', 'Affiliate 94');
  await fill('Affiliate id', '94');
  await fill('Address', `${tracker.url}/pb?cid={aff_clickid}`);
  await page.getByText('did you mean {aff_click_id}?').waitFor();
  await fill('Address', `${tracker.url}/pb?cid={aff_click_id}&amount={sale_amount}`);
  await page.getByText('cid=test-click-id&amount=125.50').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Add postback' }).click();
  await page.getByRole('link', { name: 'Affiliate 94' }).click();
  await press('Send a test');
  await page.getByText('1. Taken with 200').waitFor();
  expect(tracker.received.map(({ target }) => target)).toEqual(['/pb?cid=test-click-id&amount=125.50']);
  await page.keyboard.press('Escape');

  await panel.open('Webhooks');
  await press('Add webhook');
  await fill('Name', 'Our CRM');
  await fill('Address', `${tracker.url}/crm`);
  await page.getByRole('dialog').getByRole('button', { name: 'Add webhook' }).click();
  await page.getByText(/^whsec_/).waitFor();
  await press('I have kept the secret');
  await page.getByRole('link', { name: 'Our CRM' }).click();
  await press('Send a test');
  await page.getByText('1. Taken with 200').waitFor();
  expect(tracker.received.at(-1)?.headers['webhook-signature']).toMatch(/^v1,/);
  expect(panel.faults).toEqual([]);
});
