// Finds a Chromium for the browser tests, or gets one. Without one the tests still run; those that need it fail.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOUND = 'node_modules/.cache/browser-path';
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPS = ['Google Chrome', 'Chromium'].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);
const DOWNLOAD_WITHIN_MS = 120_000;
const APT_WITHIN_MS = 300_000;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

if (!(await isFound())) {
  const path = onThisMachine() ?? (await playwrightsOwn()) ?? (await downloaded()) ?? fromDebian();
  if (path) {
    mkdirSync('node_modules/.cache', { recursive: true });
    writeFileSync(FOUND, path);
  } else {
    console.error('alyson: no browser for the browser tests: install chromium, or set CHROMIUM to one.');
  }
}

/** The usual second run: nothing is started. A path in $CHROMIUM wins over what was found before. */
async function isFound() {
  if (!existsSync(FOUND)) return false;
  const path = readFileSync(FOUND, 'utf8');
  return isExecutable(path) && (process.env.CHROMIUM || path) === path;
}

function onThisMachine() {
  const inPath = COMMANDS.flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((dir) => join(dir, name)));
  return [process.env.CHROMIUM, ...inPath, ...MAC_APPS].find((path) => path && isExecutable(path) && runs(path));
}

async function playwrightsOwn() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path && isExecutable(path) && runs(path) ? path : undefined;
}

async function downloaded() {
  console.log('alyson: looking for a browser for the browser tests (once) …');
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' };
  quietly('npx', ['--no-install', 'playwright', 'install', 'chromium'], { env, timeout: DOWNLOAD_WITHIN_MS });
  return await playwrightsOwn();
}

function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: APT_WITHIN_MS };
  quietly('apt-get', ['update'], options);
  quietly('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], options);
  return onThisMachine();
}

function quietly(command, args, options) {
  spawnSync(command, args, { ...options, stdio: 'ignore' });
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A downloaded browser may lack libraries of the system; then it cannot even tell its version. */
function runs(path) {
  return spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
