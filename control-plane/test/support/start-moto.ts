import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

const VERSION = '5.2.3';
/** Outside what is committed, beside the other caches; made once. */
const HOME = join(import.meta.dirname, `../../../node_modules/.cache/moto-${VERSION}`);
const PYTHON = join(HOME, 'bin/python');
const STAMP = join(HOME, 'complete');
const INSTALL_MS = 150_000;
const START_MS = 30_000;

/** moto's server, or why there is none. */
export type Moto = { url: string; stop(): Promise<void> } | { absent: string };

/** Starts moto, an emulator of AWS written by others. It wants Python 3.10 and, the first time, a package index. */
export async function startMoto(): Promise<Moto> {
  try {
    await install();
    return await serve();
  } catch (error) {
    return { absent: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

async function install(): Promise<void> {
  if (existsSync(STAMP)) return;
  await run('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).catch(() => {
    throw new Error('there is no Python 3.10 here');
  });
  await rm(HOME, { recursive: true, force: true });
  await mkdir(HOME, { recursive: true });
  const packages = [`moto==${VERSION}`, 'flask', 'flask-cors'];
  try {
    await run('python3', ['-m', 'venv', HOME], { timeout: INSTALL_MS });
    await run(PYTHON, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--retries', '1', ...packages], {
      timeout: INSTALL_MS,
    });
  } catch {
    throw new Error(`moto ${VERSION} could not be installed`);
  }
  await writeFile(STAMP, '');
}

async function serve(): Promise<Moto> {
  const child = spawn(PYTHON, ['-u', '-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  process.once('exit', () => child.kill('SIGKILL'));
  const url = await Promise.race([
    findUrl([child.stdout, child.stderr]),
    exited.then(() => null),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), START_MS).unref()),
  ]);
  if (url !== null) return { url, stop };
  await stop();
  throw new Error('moto did not start');
}

/** It says which port it was given, and goes on to log requests, which nobody reads. */
function findUrl(outputs: readonly NodeJS.ReadableStream[]): Promise<string> {
  return new Promise((resolve) => {
    for (const output of outputs)
      createInterface({ input: output }).on('line', (line) => {
        const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
        if (url) resolve(url);
      });
  });
}
