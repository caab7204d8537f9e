import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserLaunchOptions } from '../scripts/lib/browser.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  product = await startProduct();
  browser = await chromium.launch(browserLaunchOptions());
  const context = await browser.newContext({ baseURL: product.apiUrl, viewport: { width: 1_280, height: 1_100 } });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const { ALYSON_ADMIN_EMAIL: email = '', ALYSON_ADMIN_PASSWORD: password = '' } = product.secrets;
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await press('Sign in');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
const fill = (label: string, text: string, nth = 0) => page.getByLabel(label, { exact: true }).nth(nth).fill(text);

async function expectAccessible(): Promise<void> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${page.url()}: ${id} ${nodes[0]?.html}`)).toEqual([]);
}

const nextYear = new Date().getUTCFullYear() + 1;

test('C7, C11: given a start date, then the form schedules the experiment, and says when its schedule runs next', async () => {
  await page.goto('/experiments/new');
  await fill('Experiment name', 'Waits for spring');
  await press('Continue');
  for (const [i, name] of ['Long form', 'Quiz'].entries()) {
    await fill('Name', name, i);
    await fill('Landing page', `https://pages.example/${i}`, i);
  }
  for (let step = 0; step < 3; step += 1) await press('Continue');
  await page.getByText('Next runs, were it set now').waitFor();
  await page.getByText('Another', { exact: true }).click();
  await fill('Expression', 'cron(0 9 * * * *)');
  await page.getByText('Exactly one of day of month and day of week must be ?').waitFor();
  await fill('Expression', 'cron(0 9 ? * MON-FRI *)');
  await expect.poll(() => page.locator('form ol time').count()).toBe(5);
  await fill('Start', `${nextYear}-03-01T09:00`);
  await fill('End', `${nextYear}-02-01T09:00`);
  await expectAccessible();
  await press('Continue');
  await press('Create and schedule');
  await page.getByText('End must be later than the start').first().waitFor();
  await fill('End', `${nextYear}-04-01T09:00`);
  await press('Continue');
  await press('Create and schedule');
  await page.getByRole('heading', { level: 1, name: 'Waits for spring' }).waitFor();
  await page.getByText('Scheduled', { exact: true }).first().waitFor();
  await page.getByText(/Starts Mar 1/).waitFor();
});

test('C7: given it is scheduled, then its settings show the dates, and it can be taken back to draft and scheduled again', async () => {
  await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
  await page.getByText('Start and end by itself').waitFor();
  await expect.poll(() => page.getByLabel('Start', { exact: true }).inputValue()).toBe(`${nextYear}-03-01T09:00`);
  await expectAccessible();
  await press('Back to draft');
  await page.getByText('Draft', { exact: true }).first().waitFor();
  await press('Schedule');
  await page.getByText(/Starts Mar 1/).waitFor();
});
