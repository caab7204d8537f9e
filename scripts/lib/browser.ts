/** The browser that `scripts/setup-browser.mjs` found, with the flags that every machine and container needs. */
import { existsSync, readFileSync } from 'node:fs';

const FOUND = new URL('../../node_modules/.cache/browser-path', import.meta.url);

interface LaunchOptions {
  executablePath?: string;
  args: string[];
}

export function browserLaunchOptions(): LaunchOptions {
  const args = [
    '--no-sandbox', // root and most containers cannot use the sandbox; the tests open their own pages only
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
  ];
  return existsSync(FOUND) ? { executablePath: readFileSync(FOUND, 'utf8'), args } : { args };
}
