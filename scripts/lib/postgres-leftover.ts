/** What a killed process leaves behind: the server itself, its sessions, a lock file with an old process id. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FAST_WITHIN_MS = 10_000;
const GIVE_UP_AFTER_MS = 30_000;

/**
 * Ends the servers of this cluster whose owner is gone, and waits until their memory and port are free.
 * @throws Error when the owner is alive: two owners of one folder would stop each other
 */
export async function stopLeftover(home: string, cluster: string): Promise<void> {
  if (!existsSync(cluster)) return;
  const startedAt = Date.now();
  let asked: NodeJS.Signals | undefined;
  for (let pids = findServers(cluster); pids.length > 0; pids = findServers(cluster)) {
    const owner = readPid(join(home, 'owner.pid'));
    if (owner !== undefined && pids.some((pid) => parentOf(pid) === owner))
      throw new Error(`${home} is in use by process ${owner}: stop it, or choose another ALYSON_DATA_DIR.`);
    const waited = Date.now() - startedAt;
    if (waited > GIVE_UP_AFTER_MS) throw new Error(`PostgreSQL of ${home} does not stop: end process ${pids[0]}.`);
    const signal = waited < FAST_WITHIN_MS ? 'SIGINT' : 'SIGQUIT';
    if (asked !== signal) {
      asked = signal;
      for (const pid of whomToSignal(pids, cluster, signal)) send(pid, signal);
    }
    await sleep(50);
  }
  removeStaleLock(cluster);
}

/**
 * PostgreSQL trusts its lock file while any process has that id: a zombie that nobody reaps (common in containers) or
 * a stranger with the same id would keep it from starting. Without /proc nothing proves that no session is left.
 */
function removeStaleLock(cluster: string): void {
  const lock = join(cluster, 'postmaster.pid');
  const pid = readPid(lock);
  if (pid !== undefined && existsSync(`/proc/${pid}`)) rmSync(lock);
}

/** Whether a server of this folder still has the parent that started it. An orphan has another, even if pids repeat. */
export function isOwnerAlive(home: string): boolean {
  const owner = readPid(join(home, 'owner.pid'));
  return owner !== undefined && findServers(join(home, 'cluster')).some((pid) => parentOf(pid) === owner);
}

/** The server and its sessions all work in the cluster's folder; a process id in a lock file may be anybody's by now. */
function findServers(cluster: string): number[] {
  if (!existsSync(cluster)) return [];
  if (!existsSync('/proc/self/cwd')) return findServerByLockFile(cluster);
  const folder = realpathSync(cluster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && workingFolderOf(name) === folder)
    .map(Number);
}

function workingFolderOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // ended meanwhile, or another user's
  }
}

function findServerByLockFile(cluster: string): number[] {
  const pid = readPid(join(cluster, 'postmaster.pid'));
  if (pid === undefined) return [];
  const command = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return command?.includes(cluster) ? [pid] : [];
}

function parentOf(pid: number): number | undefined {
  try {
    if (existsSync('/proc/self/status'))
      return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
  } catch {
    return undefined; // ended meanwhile
  }
}

/** The server passes a stop on to its sessions; sessions without one notice that themselves, unless they hang. */
function whomToSignal(pids: number[], cluster: string, signal: NodeJS.Signals): number[] {
  const server = readPid(join(cluster, 'postmaster.pid'));
  if (server !== undefined && pids.includes(server)) return [server];
  return signal === 'SIGQUIT' ? pids : [];
}

function readPid(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ended meanwhile
  }
}
