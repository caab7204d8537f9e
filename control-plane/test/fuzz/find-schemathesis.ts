import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = resolve('node_modules/.cache/schemathesis');
const PROGRAM = `${FOLDER}/bin/st`;
const VERSION = '4.32.5';
const INSTALL_MS = 240_000;

/** The program, made ready in a folder of its own; or why it cannot be had here. */
export function findSchemathesis(): { program: string } | { because: string } {
  if (existsSync(PROGRAM)) return { program: PROGRAM };
  const python = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 10))'], { encoding: 'utf8' });
  if (python.stdout?.trim() !== 'True') return { because: 'there is no Python 3.10 or newer' };
  const isMade =
    run('python3', ['-m', 'venv', FOLDER]) && run(`${FOLDER}/bin/pip`, ['install', '-q', `schemathesis==${VERSION}`]);
  if (isMade && existsSync(PROGRAM)) return { program: PROGRAM };
  rmSync(FOLDER, { recursive: true, force: true });
  return { because: 'schemathesis could not be installed' };
}

const run = (program: string, args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore', timeout: INSTALL_MS }).status === 0;
