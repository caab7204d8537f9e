import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserLaunchOptions } from '../scripts/lib/browser.ts';
import { type Product, startProduct } from './product.ts';

const PASSWORD = 'a phrase of four words';

let product: Product;
let browser: Browser;
let admin: Page;

beforeAll(async () => {
  product = await startProduct();
  browser = await chromium.launch(browserLaunchOptions());
  admin = await newPage();
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await product?.remove();
});

/** A browser of somebody else: no cookie is shared. */
async function newPage(phone = false): Promise<Page> {
  const looks = phone
    ? { viewport: { width: 375, height: 800 }, colorScheme: 'dark' as const }
    : { viewport: { width: 1_280, height: 900 } };
  const page = await (await browser.newContext({ baseURL: product.apiUrl, ...looks })).newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${page.url()}: ${id} ${nodes[0]?.html}`)).toEqual([]);
}

test('given the first start, then it has printed once how to sign in, and that works', async () => {
  const printed = product.printed();
  const { ALYSON_ADMIN_EMAIL: email = '', ALYSON_ADMIN_PASSWORD: password = '' } = product.secrets;
  expect(printed.split(password)).toHaveLength(2);
  await admin.goto('/');
  await admin.getByLabel('E-mail').fill(email);
  await admin.getByLabel('Password').fill(password);
  await press(admin, 'Sign in');
  await admin.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
});

test('given an invite that the admin copies, then a second person comes in by it, reads, and is told what they may not', async () => {
  await admin.getByRole('link', { name: 'Settings' }).click();
  await press(admin, 'Invite');
  await admin.getByLabel('E-mail').fill('dana@acme.example');
  await expectAccessible(admin);
  await press(admin, 'Make the invite');
  await admin.getByRole('button', { name: 'I have copied the link' }).waitFor();
  const link = (await admin.getByRole('dialog').locator('pre').textContent()) ?? '';
  await expectAccessible(admin);
  await press(admin, 'I have copied the link');

  const dana = await newPage(true);
  await dana.goto(link);
  await dana.getByLabel('Your name').fill('Dana Reyes');
  await dana.getByLabel('New password').fill('short');
  await press(dana, 'Join');
  await dana.getByText('The password must have 12 characters or more.').waitFor();
  await expectAccessible(dana);
  await dana.getByLabel('New password').fill(PASSWORD);
  await press(dana, 'Join');
  await dana.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  expect(dana.url()).not.toContain('#');
  for (const [path, text] of [
    ['/settings/members', 'Dana Reyes (you)'],
    ['/settings/tokens', 'API tokens are for admins'],
    ['/settings/workspace', 'Admins change these settings. You can read them.'],
    ['/account', 'This one'],
  ] as const) {
    await dana.goto(path);
    await dana.getByText(text).first().waitFor();
    await expectAccessible(dana);
  }
  const again = await newPage();
  await again.goto(link);
  await again.getByText('It was used, was taken back, or has expired.').waitFor();
  await expectAccessible(again);

  await admin.reload();
  await press(admin, 'Manage Dana Reyes');
  await admin.getByRole('menuitem', { name: 'Remove from the workspace' }).click();
  await press(admin, 'Remove Dana Reyes');
  await admin.getByText('Dana Reyes is out of Default.').waitFor();
  await dana.goto('/');
  await dana.getByRole('heading', { name: 'No workspace' }).waitFor();
  await expectAccessible(dana);
});

test('given a token that the panel shows once, then a program uses it until it is revoked', async () => {
  await admin.getByRole('link', { name: 'API tokens' }).click();
  await press(admin, 'New token');
  await admin.getByLabel('Name').fill('Reporting');
  await expectAccessible(admin);
  await press(admin, 'Make the token');
  await admin.getByRole('button', { name: 'I have kept the token' }).waitFor();
  const token = (await admin.getByRole('dialog').locator('pre').textContent()) ?? '';
  await press(admin, 'I have kept the token');
  const read = async () =>
    (await fetch(`${product.apiUrl}/v1/experiments`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await read()).toBe(200);
  await admin
    .getByRole('row', { name: /Reporting/ })
    .getByRole('button', { name: 'Revoke' })
    .click();
  await press(admin, 'Revoke the token');
  await admin.getByText('Reporting is revoked.').waitFor();
  expect(await read()).toBe(401);
  await expectAccessible(admin);
});

test('given a second workspace, then it is empty, and each tab stays in its own', async () => {
  await admin.getByRole('link', { name: 'Workspace', exact: true }).click();
  await expectAccessible(admin);
  const other = await admin.context().newPage();
  other.setDefaultTimeout(15_000);
  await other.goto('/settings/workspace');
  await other.getByLabel('Name of the new workspace').fill('Client Two');
  await press(other, 'Make the workspace');
  await other.getByText('Of the workspace Client Two.').waitFor();
  await admin.reload();
  await admin.getByText('Of the workspace Default.').waitFor();
  await other.getByRole('button', { name: /^Account of/ }).click();
  await other.getByRole('menuitemradio', { name: 'Default' }).click();
  await other.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await other.goto('/settings/workspace');
  await other.getByText('Of the workspace Default.').waitFor();
  await expectAccessible(other);
});

test('given another start, then no password is printed any more', async () => {
  const password = product.secrets.ALYSON_ADMIN_PASSWORD ?? '';
  await product.stop();
  await product.startAgain();
  expect(product.printed().split(password)).toHaveLength(2);
}, 90_000);
