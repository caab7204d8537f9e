/**
 * `npm run dev:edge`: the router as a Worker on this machine, with KV, Queues and the hub, beside the product that
 * `npm start` runs: it has that one's keys, believes its releases, and delivers its clicks there. Arguments are handed on
 * to `wrangler dev`, such as `-- --port 8789`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { keepSecrets, releaseKeyOf } from './lib/secrets.ts';
import { stopWithOneLine } from './lib/stop-with-one-line.ts';
import { readSettings } from './start/settings.ts';

/** Settings of the product that its edge must share. */
const SHARED = ['ALYSON_ENVIRONMENT', 'ALYSON_SHARD_COUNT', 'ALYSON_FALLBACK_URL'];
const wrangler = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin', 'wrangler.js');

try {
  const { dataDir, localApiUrl } = readSettings(process.env);
  const folder = join(dataDir, 'edge');
  mkdirSync(folder, { recursive: true });
  const { values } = keepSecrets(dataDir, process.env);
  const key = releaseKeyOf(values.ALYSON_RELEASE_SIGNING_KEY);
  const variables = {
    ...Object.fromEntries(SHARED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    ALYSON_EDGE_NAME: 'dev-edge',
    ALYSON_API_URL: localApiUrl,
    ALYSON_EDGE_TOKEN: values.ALYSON_EDGE_TOKEN,
    ALYSON_CLICK_KEYS: values.ALYSON_CLICK_KEYS,
    ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ [process.env['ALYSON_RELEASE_KEY_ID'] || key.id]: key.publicKey }),
  };
  const file = join(folder, 'variables.env');
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  run(['dev', '--env-file', file, '--persist-to', folder, '--inspector-port', '0', ...process.argv.slice(2)]);
} catch (error) {
  stopWithOneLine(error);
}

function run(args: string[]): void {
  const quiet = { WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };
  const shown = ['--show-interactive-dev-session=false'];
  const child = spawn(process.execPath, [wrangler, ...args, ...shown], {
    stdio: 'inherit',
    env: { ...quiet, ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}
