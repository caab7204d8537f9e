import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../scripts/lib/stop-with-one-line.ts';
import type { AtEnd } from '../scope.ts';

/** A disk of its own, in memory, that can be filled to its last byte. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all room there is, and whatever becomes free later, until `free`. */
  fill(): void;
  free(): void;
}

const TOP_UP_EVERY_MS = 20;
/** The last one fits where no page of a database does. */
const CHUNKS = [1_048_576, 4_096, 1].map((bytes) => Buffer.alloc(bytes, 1));

let reason: string | null | undefined;

/** Mounting takes Linux and root with all its rights; many containers withhold them. @returns why not, or null */
export function whyNoSmallDisk(): string | null {
  reason ??= findReason();
  return reason;
}

function findReason(): string | null {
  if (process.platform !== 'linux') return 'a disk of limited size is mounted as tmpfs, which only Linux has';
  const folder = mkdtempSync(join(tmpdir(), 'alyson-disk-'));
  try {
    mount(folder, 1);
    unmount(folder);
    return null;
  } catch (error) {
    return `this user cannot mount a disk of limited size (${error instanceof Error ? error.message : error})`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function mountSmallDisk(megabytes: number, atEnd: AtEnd): SmallDisk {
  const home = mkdtempSync(join(tmpdir(), 'alyson-disk-'));
  chmodSync(home, 0o755); // the database's account has to pass
  mount(home, megabytes);
  const ballast = join(home, 'ballast');
  let topUp: NodeJS.Timeout | undefined;
  const free = () => {
    clearInterval(topUp);
    topUp = undefined;
    rmSync(ballast, { force: true });
  };
  atEnd(async () => {
    free();
    unmount(home);
    rmSync(home, { recursive: true, force: true });
  });
  return {
    folder: home,
    fill() {
      takeAll(ballast);
      topUp = setInterval(() => takeAll(ballast), TOP_UP_EVERY_MS);
    },
    free,
  };
}

function takeAll(file: string): void {
  const descriptor = openSync(file, 'a');
  try {
    for (const chunk of CHUNKS) while (isTaken(descriptor, chunk));
  } finally {
    closeSync(descriptor);
  }
}

function isTaken(descriptor: number, chunk: Buffer): boolean {
  try {
    return writeSync(descriptor, chunk) === chunk.length;
  } catch (error) {
    if (codeOf(error) === 'ENOSPC') return false;
    throw error;
  }
}

const mount = (folder: string, megabytes: number): void =>
  run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=1777`, 'tmpfs', folder]);

/** Lazily: what still ends keeps its files until it has. */
const unmount = (folder: string): void => run('umount', ['--lazy', folder]);

function run(command: string, args: readonly string[]): void {
  const { error, status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(error?.message ?? stderr.trim());
}
