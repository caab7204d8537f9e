import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { browserLaunchOptions } from '../../../scripts/lib/browser.ts';

const WEB = new URL('../../', import.meta.url).pathname;
/** Stricter than what the control plane sends, so that it stays free to send this. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'";
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const ME = {
  actor: { kind: 'user', id: 'usr_1', name: 'Dana', email: 'dana@example.com' },
  workspace: { id: 'ws_1', name: 'Northwind', timezone: 'America/New_York', currency: 'USD', needsApproval: false },
  role: 'admin',
  permissions: ['experiment:read', 'experiment:write', 'buyer:read', 'buyer:admin', 'host:admin', 'audit:read'],
  routerUrl: 'http://127.0.0.1:8787',
  apiUrl: 'http://127.0.0.1:8788',
  runEngine: 'in_process',
};

/** What is no empty list. */
const KNOWN: Readonly<Record<string, unknown>> = { '/v1/me': ME, '/v1/tune/connection': { connection: null } };

let folder: string;
let server: Server;
let origin: string;
let browser: Browser;
let isSignedIn = false;

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production'); // or React is built with its development checks
  folder = mkdtempSync(join(tmpdir(), 'alyson-panel-'));
  await build({ root: WEB, configFile: join(WEB, 'vite.config.ts'), logLevel: 'error', build: { outDir: folder } });
  server = createServer((request, response) => answer(new URL(request.url ?? '/', 'http://panel').pathname, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  browser = await chromium.launch(browserLaunchOptions());
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The built files; of the API only who is signed in, and empty lists. */
function answer(path: string, response: ServerResponse): void {
  if (path === '/v1/auth/sign-in/email') isSignedIn = true;
  if (path.startsWith('/v1/')) {
    const isKnown = isSignedIn && path !== '/v1/events';
    const problem = { type: 'about:blank', title: 'Sign in.', status: 401, code: 'unauthenticated', instance: 'urn:1' };
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? (KNOWN[path] ?? { items: [], nextCursor: null }) : problem));
    return;
  }
  const name = extname(path) === '' ? '/index.html' : path;
  response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'text/html', 'content-security-policy': POLICY });
  response.end(readFileSync(join(folder, name)));
}

interface Visit {
  page: Page;
  /** What the content policy refused. */
  refused: string[];
  /** Bytes of scripts, as they travel. */
  scriptBytes: () => number;
}

async function visit(path: string, options: { theme?: 'light' | 'dark'; width?: number } = {}): Promise<Visit> {
  const { theme = 'light', width = 1440 } = options;
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const refused: string[] = [];
  const scripts: number[] = [];
  await page.exposeFunction('noteRefused', (directive: string) => refused.push(directive));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => {
      Reflect.get(globalThis, 'noteRefused')(violatedDirective);
    });
  });
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) scripts.push(gzipSync(await response.body()).length);
  });
  await page.goto(origin + path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, refused, scriptBytes: () => scripts.reduce((sum, bytes) => sum + bytes, 0) };
}

test('given nobody signed in, then the sign-in page, and afterwards where one was headed', async () => {
  isSignedIn = false;
  const { page } = await visit('/leads?joined=orphan');
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in');
  expect(new URL(page.url()).searchParams.get('next')).toBe('/leads?joined=orphan');
});

test('given an address of another site to go to after the sign-in, then the overview comes instead', async () => {
  isSignedIn = false;
  const { page } = await visit('/sign-in?next=//evil.example/');
  await page.getByLabel('E-mail').fill('dana@example.com');
  await page.getByLabel('Password').fill('correct');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  expect(page.url()).toBe(`${origin}/`);
});

test('given a policy without exceptions, then nothing of the panel is refused', async () => {
  isSignedIn = true;
  const { page, refused } = await visit('/experiments/new');
  await page.getByLabel('Experiment name').fill('Solar quote');
  await page.getByRole('link', { name: 'Leads & revenue' }).click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
  expect(refused).toEqual([]);
});

test('given the overview, then its scripts keep to 250 kB, of which some is left', async () => {
  isSignedIn = true;
  const { page, scriptBytes } = await visit('/');
  await page.getByText('No experiments yet').waitFor();
  expect(scriptBytes()).toBeLessThan(250_000);
  expect(scriptBytes()).toBeGreaterThan(100_000);
});

const PATHS = [
  '/',
  '/experiments',
  '/experiments/new',
  '/leads',
  '/orphans',
  '/buyers',
  '/approvals',
  '/activity',
  '/live',
  '/links',
  '/tune',
  '/tune/parity',
  '/tune/cut-over',
  '/nowhere',
];

test.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 375 },
] as const)(
  'given any page in $theme at $width px, then axe finds nothing and nothing overflows',
  async (look) => {
    isSignedIn = true;
    const { page } = await visit('/', look);
    const faults: string[] = [];
    for (const path of PATHS) {
      await page.goto(origin + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      for (const fault of await faultsOf(page)) faults.push(`${path} ${fault}`);
    }
    isSignedIn = false;
    await page.goto(`${origin}/sign-in`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const fault of await faultsOf(page)) faults.push(`/sign-in ${fault}`);
    expect(faults).toEqual([]);
  },
  180_000,
);

/** What axe finds, and by how much the page is wider than its window. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`),
    ...(tooWide > 0 ? [`is ${tooWide} px too wide`] : []),
  ];
}
