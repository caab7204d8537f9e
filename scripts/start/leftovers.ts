/** Processes that outlived a start which was killed: found by pid file, believed only by their command line. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const KILL_AFTER_MS = 10_000;
const GIVE_UP_AFTER_MS = 12_000;

/**
 * Ends the process named in the pid file if its command line holds every one of these arguments: the number alone may
 * be anybody's by now. Asked first, killed when it does not listen.
 */
export async function endLeftover(pidFile: string, commandHolds: string[]): Promise<void> {
  const pid = readPid(pidFile);
  if (pid === undefined) return;
  const startedAt = Date.now();
  let signal: NodeJS.Signals | undefined;
  while (isRunning(pid, commandHolds)) {
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > GIVE_UP_AFTER_MS) throw new Error(`process ${pid} does not end`);
    const next = waitedMs < KILL_AFTER_MS ? 'SIGTERM' : 'SIGKILL';
    if (next !== signal) send(pid, next);
    signal = next;
    await sleep(25);
  }
}

/** Whether the process named in the pid file is alive, and is what it was. */
export function isLeftover(pidFile: string, commandHolds: string[]): boolean {
  const pid = readPid(pidFile);
  return pid !== undefined && isRunning(pid, commandHolds);
}

function readPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return Number.isSafeInteger(pid) && pid > 1 && pid !== process.pid ? pid : undefined;
}

function isRunning(pid: number, commandHolds: string[]): boolean {
  const command = commandOf(pid);
  return commandHolds.every((argument) => command.includes(argument));
}

/** Empty when there is no such process, or only its exit status is left. */
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
    // ended meanwhile
  }
}
