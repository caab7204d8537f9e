import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const ASK_FOR_MS = 5_000;
const POLL_MS = 20;

/**
 * One router at a time may own a data folder: two would deliver and delete each other's clicks. A router outlives
 * whatever started it, on purpose, so the next start may find it there: it is asked to end, then made to.
 *
 * @param program  what the command line of a router holds: the number in the file alone may be anybody's by now
 * @returns removes the file again
 */
export async function takePidFile(file: string, program: string): Promise<() => void> {
  const leftover = readPid(file);
  if (leftover !== null && leftover !== process.pid) await end(leftover, program);
  writeFileSync(file, String(process.pid));
  return () => {
    if (readPid(file) === process.pid) rmSync(file, { force: true });
  };
}

async function end(pid: number, program: string): Promise<void> {
  const killAt = Date.now() + ASK_FOR_MS;
  let signal: NodeJS.Signals | null = null;
  while (commandOf(pid).includes(program)) {
    const next = Date.now() < killAt ? 'SIGTERM' : 'SIGKILL';
    if (next !== signal) send(pid, next);
    signal = next;
    await sleep(POLL_MS);
  }
}

/** Empty where there is no such process, or only its exit status is left. */
function commandOf(pid: number): string {
  if (!existsSync('/proc/self/cmdline'))
    return spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}

function readPid(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return pid > 1 ? pid : null;
  } catch {
    return null;
  }
}
