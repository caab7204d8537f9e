import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LogLine } from '@alyson/schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakeControlPlane, startFakeControlPlane, TOKEN } from './fake-control-plane.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let fake: FakeControlPlane;
let children: ChildProcess[];

beforeEach(async () => {
  fake = await startFakeControlPlane();
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await fake.close();
});

function start(args: string[], overrides: Record<string, string> = {}) {
  const env = { ALYSON_API_URL: fake.url, ALYSON_WORKER_TOKEN: TOKEN, ...overrides };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return { child, output, ended: once(child, 'close') };
}
const asking = () => vi.waitFor(() => expect(fake.requests.claim).toBeGreaterThan(0), 10_000);

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the worker as a process', () => {
  test('given a variable that cannot be used, then it ends with one line that names it', async () => {
    const { child, output, ended } = start([MAIN], { ALYSON_WORKER_TOKEN: '' });
    await ended;
    expect(child.exitCode).toBe(1);
    expect(output).toEqual({
      stdout: '',
      stderr: 'ALYSON_WORKER_TOKEN is missing: the control plane must be given the same one\n',
    });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('given %s, then it stops by itself and says so', async (signal) => {
    const { child, output, ended } = start([MAIN]);
    await asking();
    child.kill(signal);
    await ended;
    expect(child.exitCode).toBe(0);
    const messages = output.stdout
      .trim()
      .split('\n')
      .map((line) => LogLine.parse(JSON.parse(line)).message);
    expect(messages).toEqual(['started', 'stopping', 'stopped']);
    expect(output.stdout).not.toContain(TOKEN);
  });

  test('given its parent is killed, then it does not go on alone', async () => {
    const parent = start([
      '--input-type=module',
      '--eval',
      `import { spawn } from 'node:child_process';
       const child = spawn(process.execPath, [${JSON.stringify(MAIN)}], { stdio: 'ignore' });
       process.stdout.write(String(child.pid) + '\\n');`,
    ]);
    await asking();
    const pid = Number(parent.output.stdout);
    expect(isAlive(pid)).toBe(true);
    parent.child.kill('SIGKILL');
    try {
      await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);
    } finally {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  });
});
