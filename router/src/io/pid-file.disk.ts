/** Processes that outlived whoever started them: found by a pid file, believed only by their command line. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const KILL_AFTER_MS = 10_000;
const GIVE_UP_AFTER_MS = 12_000;
const POLL_MS = 20;

/**
 * One router at a time may own a data folder: two would deliver and delete each other's clicks. A router outlives
 * whatever started it, on purpose, so the next start may find it there: it is asked to end, then made to.
 *
 * @param program  what the command line of a router holds
 * @returns removes the file again
 */
export async function takePidFile(file: string, program: string): Promise<() => void> {
  await endLeftover(file, [program]);
  writeFileSync(file, String(process.pid));
  return () => {
    if (readPid(file) === process.pid) rmSync(file, { force: true });
  };
}

/**
 * Ends the process named in the pid file if its command line holds every one of these arguments: the number alone may
 * be anybody's by now. Asked first, killed when it does not listen.
 */
export async function endLeftover(pidFile: string, commandHolds: readonly string[]): Promise<void> {
  const pid = readPid(pidFile);
  if (pid === null || pid === process.pid) return;
  const startedAt = Date.now();
  let signal: NodeJS.Signals | null = null;
  while (isRunning(pid, commandHolds)) {
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > GIVE_UP_AFTER_MS) throw new Error(`process ${pid} does not end`);
    const next = waitedMs < KILL_AFTER_MS ? 'SIGTERM' : 'SIGKILL';
    if (next !== signal) send(pid, next);
    signal = next;
    await sleep(POLL_MS);
  }
}

/** Whether the process named in the pid file is alive, is what it was, and is not this one. */
export function isLeftover(pidFile: string, commandHolds: readonly string[]): boolean {
  const pid = readPid(pidFile);
  return pid !== null && pid !== process.pid && isRunning(pid, commandHolds);
}

function isRunning(pid: number, commandHolds: readonly string[]): boolean {
  const command = commandOf(pid);
  return commandHolds.every((argument) => command.includes(argument));
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
