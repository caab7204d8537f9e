/**
 * How long a cold start takes: from a fresh workerd process to its first redirect, with the bundle read from KV, verified
 * and compiled on the way. The same of a fixed redirect stands beside it: what is between the two is the router's own.
 *
 * Usage: npm run bench -- cold-start [--rounds 15]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { aBundle, aRelease } from '../router/test/sample-bundle.ts';
import { buildWorker, LINK_ADDRESS, signBundle, VARIABLES, workerdCommand } from './deployment.ts';
import { writeFixedConfig, writeRouterConfig } from './workerd.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const folder = mkdtempSync(join(tmpdir(), 'alyson-cold-'));
const FIRST_CLICK = '/aff_c?offer_id=1048&aff_id=3&utm_content=102cold';

/** A full shard: as many experiments as one bundle is made for. */
function fullShard() {
  const numbers = Array.from({ length: 600 }, (_, i) => i + 1);
  const links = Object.fromEntries(numbers.map((number) => [`*/r/slug-${number}`, `exp_${number}`]));
  const releases = numbers.map((number) => aRelease({ experimentId: `exp_${number}`, experimentNumber: number }));
  return aBundle({ links: { ...links, [LINK_ADDRESS]: 'exp_1' }, releases });
}

async function timeOf(configOn: (port: number) => string): Promise<number> {
  const port = await freePort();
  const [program, args] = workerdCommand(configOn(port));
  const startedAt = performance.now();
  const child = spawn(program, args, { stdio: 'ignore' });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}${FIRST_CLICK}`, { redirect: 'manual' }).catch(() => null);
      if (answer === null) continue;
      const tookMs = performance.now() - startedAt;
      if (!answer.headers.get('location')?.startsWith('https://lp.example.com/')) throw new Error('it fell back');
      return tookMs;
    }
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

try {
  const code = buildWorker(join(folder, 'built'));
  const routerWith = (bundle?: unknown) => {
    const stored = JSON.stringify(signBundle(bundle));
    const fixedPart = { folder: join(folder, 'router'), code, variables: VARIABLES, stored };
    return (port: number) => writeRouterConfig({ ...fixedPart, port, queue: 'in_isolate' });
  };
  const starts = [
    { name: 'fixed redirect', configOn: (port: number) => writeFixedConfig(join(folder, 'fixed'), port) },
    { name: 'router, one experiment', configOn: routerWith() },
    { name: 'router, a shard of 600', configOn: routerWith(fullShard()) },
  ].map((start) => ({ ...start, tookMs: [] as number[] }));
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const { configOn, tookMs } of starts) tookMs.push(await timeOf(configOn));
  for (const { name, tookMs } of starts) {
    const [least, middle] = [0, tookMs.length >> 1].map((i) => tookMs.toSorted((a, b) => a - b)[i]?.toFixed(0));
    console.log(`${name.padEnd(24)} median ${middle} ms, least ${least} ms`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
