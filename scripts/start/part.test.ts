import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatLogLine } from '@alyson/schema';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type DataDir, openDataDir } from './open-data-dir.ts';
import { createPart, type Part, type PartSpec } from './part.ts';

const WAIT = { timeout: 10_000, interval: 20 };
const GREETS = "setInterval(() => {}, 1000); process.send?.('ready');";

let dataDir: DataDir;
let part: Part | undefined;
let told: string[] = [];

beforeEach(() => {
  dataDir = openDataDir(mkdtempSync(join(tmpdir(), 'alyson a part ')));
  told = [];
});
afterEach(async () => {
  part?.kill();
  await part?.stop();
  part = undefined;
  rmSync(dataDir.path, { recursive: true });
});

function partOf(program: string, spec: Partial<PartSpec> = {}): Part {
  const script = join(dataDir.path, 'program.mjs');
  writeFileSync(script, program);
  const untilReady: PartSpec['untilReady'] = (child) =>
    new Promise((ready) => {
      child.once('message', () => ready());
    });
  const whole = {
    name: 'test part',
    script,
    environment: () => ({}),
    untilReady,
    stopWithinMs: 5_000,
  };
  part = createPart({ ...whole, ...spec }, dataDir, (line) => told.push(line));
  return part;
}

const pidNow = (): number => Number(readFileSync(join(dataDir.run, 'test-part.pid'), 'utf8'));
const logged = (): string => readFileSync(join(dataDir.logs, 'test-part.log'), 'utf8');
const timesSaid = (word: string): number => logged().split(`${word}\n`).length - 1;
const timesBegun = (): number => timesSaid('begun');
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a part', () => {
  test('given it is killed, then it starts again, and one line says so', async () => {
    await partOf(GREETS).start();
    const first = pidNow();
    process.kill(first, 'SIGKILL');
    await vi.waitFor(() => expect(pidNow()).not.toBe(first), WAIT);
    expect(told).toEqual(['The test part ended by SIGKILL; it starts again.']);
  });

  test('given it is killed again and again once it is ready, then each time it starts again at once', async () => {
    await partOf(`${GREETS} console.log('ready');`).start();
    for (let death = 1; death <= 6; death += 1) {
      await vi.waitFor(() => expect(timesSaid('ready')).toBe(death), WAIT);
      const killedAt = performance.now();
      const last = pidNow();
      process.kill(last, 'SIGKILL');
      await vi.waitFor(() => expect(pidNow()).not.toBe(last), { timeout: 10_000, interval: 5 });
      expect(performance.now() - killedAt).toBeLessThan(1_000); // a wait that doubled would be 1.6 s by now
    }
  });

  test('given it keeps dying before it is ready, then it is tried less and less often', async () => {
    const marker = join(dataDir.path, 'broken');
    await partOf(
      `import { existsSync } from 'node:fs'; console.log('begun'); console.log('at ' + Date.now());
       if (existsSync(${JSON.stringify(marker)})) process.exit(1); ${GREETS}`,
    ).start();
    writeFileSync(marker, '');
    process.kill(pidNow(), 'SIGKILL');
    await vi.waitFor(() => expect(timesBegun()).toBe(6), WAIT);
    const begunAt = [...logged().matchAll(/^at (\d+)$/gm)].map((match) => Number(match[1]));
    const pauses = begunAt.slice(1).map((at, i) => at - (begunAt[i] ?? 0));
    expect(pauses[1]).toBeLessThan(pauses[4] ?? 0);
    expect(pauses[4]).toBeGreaterThan(800);
  });

  test('given it keeps ending before it was ready, then the start fails with its last words', async () => {
    const starting = partOf("console.log('begun'); throw new Error('no disk');").start();
    await expect(starting).rejects.toThrow(/The test part does not start: Error: no disk/);
    expect(timesBegun()).toBe(3);
    expect(told).toEqual([]);
  });

  test('given it refuses a variable, then the start fails without another try', async () => {
    const starting = partOf("console.log('begun'); console.error('ALYSON_X must be a port'); process.exit(1);").start();
    await expect(starting).rejects.toThrow(/The test part does not start: ALYSON_X must be a port/);
    expect(timesBegun()).toBe(1);
  });

  test('given an error in its log, then a person sees it while the part goes on', async () => {
    const line = formatLogLine('control-plane', 0, 'error', 'no clicks stored', { err: { message: 'disk full' } });
    await partOf(`${GREETS} setInterval(() => console.log(${JSON.stringify(line)}), 20);`).start();
    await vi.waitFor(() => expect(told[0]).toBe('test part: no clicks stored: disk full'), WAIT);
  });

  test('given it does not listen, then a stop ends it all the same', async () => {
    await partOf(`process.on('SIGTERM', () => {}); ${GREETS}`, { stopWithinMs: 100 }).start();
    const pid = pidNow();
    await part?.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('given a process of a killed start, then it is ended before the new one starts', async () => {
    const leftover = partOf(GREETS);
    await leftover.start();
    const old = pidNow();
    const successor = partOf(GREETS);
    await successor.takeOver();
    await vi.waitFor(() => expect(isAlive(old)).toBe(false), WAIT); // its parent, this process, has yet to hear of it
    await leftover.stop();
  });

  test("given a pid file that names somebody else's process, then that one is left alone", async () => {
    writeFileSync(join(dataDir.run, 'test-part.pid'), String(process.ppid));
    await partOf(GREETS).takeOver();
    expect(isAlive(process.ppid)).toBe(true);
  });
});
