/** The panel as a marketer uses it, in a real browser. */
import { chromium, type Page } from 'playwright-core';
import type { BuyerAccount } from '../scripts/demo/buyer.ts';
import { browserLaunchOptions } from '../scripts/lib/browser.ts';

const WITHIN_MS = 15_000;

interface NewExperiment {
  name: string;
  /** TUNE's id of the offer whose links lead here too. */
  offerId: string;
  agents: readonly { name: string; landingUrl: string }[];
  burnInClicks: number;
}

export interface Panel {
  page: Page;
  /** Errors of the page's own scripts. */
  faults: readonly string[];
  signIn(email: string, password: string): Promise<void>;
  /** Goes to a part of the panel by its name in the navigation. */
  open(name: string): Promise<void>;
  /** Goes through all steps of the form, and starts what it made. */
  createExperiment(input: NewExperiment): Promise<void>;
  /** @param tab  of the experiment's own navigation */
  openExperiment(name: string, tab: string): Promise<void>;
  /** @returns what the panel shows this once */
  addBuyer(name: string): Promise<BuyerAccount>;
  close(): Promise<void>;
}

export async function openPanel(url: string): Promise<Panel> {
  const browser = await chromium.launch(browserLaunchOptions());
  const page = await browser.newPage({ baseURL: url, viewport: { width: 1_400, height: 1_000 } });
  page.setDefaultTimeout(WITHIN_MS);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const fill = (label: string, text: string, nth = 0) => page.getByLabel(label, { exact: true }).nth(nth).fill(text);
  const open = (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();

  return {
    page,
    faults,
    open,
    async signIn(email, password) {
      await page.goto('/');
      await fill('E-mail', email);
      await fill('Password', password);
      await press('Sign in');
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    },
    async createExperiment({ name, offerId, agents, burnInClicks }) {
      await open('Experiments');
      await page.getByRole('link', { name: 'New experiment' }).first().click();
      await fill('Experiment name', name);
      await press('Add link');
      await page.getByLabel('Kind', { exact: true }).nth(1).selectOption('TUNE offer link');
      await fill('TUNE offer id', offerId);
      await press('Continue');
      for (const [i, agent] of agents.entries()) {
        await fill('Name', agent.name, i);
        await fill('Landing page', agent.landingUrl, i);
      }
      await press('Continue');
      await press('Continue');
      await fill('Clicks before the first grade', String(burnInClicks));
      await press('Continue');
      await press('Continue');
      await press('Create and start');
      await page.getByRole('heading', { level: 1, name }).waitFor();
    },
    async openExperiment(name, tab) {
      await open('Experiments');
      await page.getByRole('link', { name }).click();
      const parts = page.getByRole('navigation', { name: 'Parts of the experiment' });
      await parts.getByRole('link', { name: tab, exact: true }).click();
    },
    async addBuyer(name) {
      await open('Buyers');
      await page.getByRole('button', { name: 'Add buyer' }).first().click();
      await fill('Name', name);
      await page.getByRole('dialog').getByRole('button', { name: 'Add buyer' }).click();
      await page.getByRole('button', { name: 'I have kept the secret' }).waitFor();
      const [secret = '', webhookUrl = ''] = await page.getByRole('dialog').locator('pre').allTextContents();
      await press('I have kept the secret');
      return { secret, webhookUrl };
    },
    close: () => browser.close(),
  };
}
