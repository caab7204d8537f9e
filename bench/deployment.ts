/** What the benchmarks deploy: one environment, its keys, its bundle, and the Worker as it would be uploaded. */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUNDLE_DOMAIN, type SignedBundle } from '@alyson/schema';
import { aBundle } from '../router/test/sample-bundle.ts';

export const repository = fileURLToPath(new URL('..', import.meta.url));

const KEY_ID = 'bench';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

/** The variables of a router, on either runtime. */
export const VARIABLES = {
  ALYSON_ENVIRONMENT: 'test',
  ALYSON_API_URL: 'http://127.0.0.1:9',
  ALYSON_EDGE_TOKEN: 'edge-token-of-the-bench',
  ALYSON_SHARD_COUNT: '1',
  ALYSON_CLICK_KEYS: JSON.stringify({ 0: Buffer.alloc(16, 1).toString('base64') }),
  ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({
    [KEY_ID]: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64'),
  }),
};

/** The link that the load follows. */
export const LINK_ADDRESS = '*/aff_c/1048';

export function signBundle(bundle: unknown = aBundle({ links: { [LINK_ADDRESS]: 'exp_a' } })): SignedBundle {
  const payload = JSON.stringify(bundle);
  const signature = sign(null, Buffer.from(BUNDLE_DOMAIN + payload), privateKey).toString('base64');
  return { keyId: KEY_ID, payload, signature };
}

/** @returns the Worker's code. @param folder  an empty one, to build in */
export function buildWorker(folder: string): string {
  const quiet = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false' };
  execFileSync('wrangler', ['deploy', '--dry-run', '--outdir', folder], {
    cwd: repository,
    env: quiet,
    stdio: 'ignore',
  });
  return readFileSync(join(folder, 'worker.js'), 'utf8');
}

/** The command that serves a configuration: the binary itself, because its wrapper would leave it behind when killed. */
export const workerdCommand = (config: string): [string, string[]] => [
  createRequire(import.meta.url)('workerd').default,
  ['serve', config],
];
