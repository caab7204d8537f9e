import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { SignedBundle } from '@alyson/schema';
import { expect, vi } from 'vitest';
import { writeRouterConfig } from '../../bench/workerd.ts';
import type { AtEnd } from '../../faults/scope.ts';
import { buildWorker } from '../../faults/stage/build-worker.ts';
import { EDGE_TOKEN, freePort } from './router-process.ts';
import type { createSigner } from './signed-bundle.ts';
import { temporaryFolder } from './temporary-folder.ts';

/**
 * The Worker as it would be deployed, in workerd itself, with nothing in front. KV holds the bundle; its queue takes all.
 */
export async function startWorkerd(signer: ReturnType<typeof createSigner>, bundle: SignedBundle, atEnd: AtEnd) {
  const folder = temporaryFolder(atEnd);
  const port = await freePort();
  const variables = {
    ALYSON_ENVIRONMENT: 'test',
    ALYSON_API_URL: 'http://127.0.0.1:9',
    ALYSON_EDGE_TOKEN: EDGE_TOKEN,
    ALYSON_SHARD_COUNT: '1',
    ALYSON_CLICK_KEYS: JSON.stringify({ 0: Buffer.alloc(16, 1).toString('base64') }),
    ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ [signer.keyId]: Buffer.from(signer.raw).toString('base64') }),
  };
  const code = await buildWorker({});
  const config = writeRouterConfig({ folder, port, code, variables, stored: JSON.stringify(bundle) });
  // The binary itself: its wrapper would leave it behind when it is killed.
  const binary: string = createRequire(import.meta.url)('workerd').default;
  const child = spawn(binary, ['serve', config], { stdio: 'ignore' });
  atEnd(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  });
  const isReady = async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  await vi.waitFor(isReady, { timeout: 20_000, interval: 50 });
  return { port, child };
}
