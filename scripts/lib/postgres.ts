/**
 * A private PostgreSQL server in a folder, for `npm start` and for tests.
 * It survives kill -9 of this process and of the server: the next start ends what was left behind and recovers.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { findFreePort } from './free-port.ts';
import { DATABASE, openCluster, USER } from './postgres-cluster.ts';
import { isOwnerAlive, stopLeftover } from './postgres-leftover.ts';
import { openToServer } from './server-account.ts';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const KEPT_LOG_LINES = 20;
const THROWAWAY_PREFIX = 'alyson-postgres-';
const OWN_FOLDER_YOUNG_MS = 60_000;

export interface StartPostgresOptions {
  /** Made when absent. It holds the cluster and the password, both closed to other users. */
  folder: string;
  /** A free port is chosen when absent. */
  port?: number;
  /** Server settings, such as `{ fsync: 'off' }`. */
  settings?: Record<string, string>;
  /** A folder that the server writes to beside its own; made when absent. */
  writes?: string;
  /** Of another PostgreSQL than the embedded one: the folder with its programs. */
  binaries?: string;
  /** A minute when absent. */
  readyWithinMs?: number;
  /** Receives the server's log, line by line. */
  log?: (line: string) => void;
}

export interface RunningPostgres {
  /** A superuser's URL of the database `alyson`; change the path to reach another database. */
  url: string;
  port: number;
  /** Resolves with the last log lines when the server ends, whether asked to or not. */
  exited: Promise<string>;
  stop(): Promise<void>;
}

/** @throws Error that names ALYSON_DATA_DIR when the folder cannot be used, or when a live process already serves it */
export async function startPostgres(options: StartPostgresOptions): Promise<RunningPostgres> {
  const home = resolve(options.folder);
  const { account, binaries, cluster, password } = await openCluster(home, options.binaries);
  await stopLeftover(home, cluster);
  if (options.writes !== undefined) openToServer(account, options.writes);

  const port = options.port ?? (await findFreePort());
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, args] = account.wrap(binaries.postgres, ['-D', cluster, ...flags]);
  // Detached: a Ctrl-C in the terminal must reach this process alone, so that it can drain before the database stops.
  const child = spawn(command, args, { ...account.identity, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  writeFileSync(join(home, 'owner.pid'), String(process.pid));
  const interrupt = () => void child.kill('SIGINT'); // PostgreSQL's fast shutdown: ends the sessions, then a checkpoint
  process.once('exit', interrupt);

  child.once('exit', () => process.off('exit', interrupt));

  const { exited } = await untilReady(child, port, options);
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`,
    port,
    exited,
    async stop() {
      interrupt();
      const impatient = setTimeout(() => child.kill('SIGQUIT'), STOP_WITHIN_MS);
      await exited;
      clearTimeout(impatient);
    },
  };
}

/** A cluster in a temporary folder, fast because it need not survive a power cut; `stop` also removes it. */
export async function startThrowawayPostgres(
  options: Omit<StartPostgresOptions, 'folder'> = {},
): Promise<RunningPostgres> {
  await removeAbandonedThrowaways();
  const folder = mkdtempSync(join(tmpdir(), THROWAWAY_PREFIX));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', ...options.settings };
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const running = await startPostgres({ ...options, folder, settings }).catch((error: unknown) => {
    remove();
    throw error;
  });
  return { ...running, stop: () => running.stop().then(remove) };
}

/** A killed test run cannot clean up after itself, so the next one does. */
async function removeAbandonedThrowaways(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!name.startsWith(THROWAWAY_PREFIX) || isOwnerAlive(folder)) continue;
    try {
      if (Date.now() - statSync(folder).mtimeMs < OWN_FOLDER_YOUNG_MS) continue; // may be about to start
      await stopLeftover(folder, join(folder, 'cluster'));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run was quicker: it harms nothing.
    }
  }
}

/** Resolves once connections are accepted. `exited` comes inside an object, because a bare promise would be awaited. */
function untilReady(
  child: ChildProcess,
  port: number,
  { log, readyWithinMs = READY_WITHIN_MS }: StartPostgresOptions,
): Promise<{ exited: Promise<string> }> {
  const { promise, resolve: ready, reject } = Promise.withResolvers<{ exited: Promise<string> }>();
  const lastLines: string[] = [];
  const ended = Promise.withResolvers<string>();
  const slow = setTimeout(() => {
    child.kill('SIGINT');
    reject(new Error(`PostgreSQL was not ready after ${readyWithinMs / 1000} s:\n${lastLines.join('\n')}`));
  }, readyWithinMs);

  if (!child.stderr) throw new Error('PostgreSQL was started without its log.');
  createInterface({ input: child.stderr }).on('line', (line) => {
    lastLines.push(line);
    if (lastLines.length > KEPT_LOG_LINES) lastLines.shift();
    log?.(line);
    if (line.includes('database system is ready to accept connections')) ready({ exited: ended.promise });
  });
  child.once('error', (error) => lastLines.push(error.message));
  child.once('close', () => {
    ended.resolve(lastLines.join('\n'));
    reject(new Error(`PostgreSQL did not start on port ${port}:\n${lastLines.join('\n')}`)); // ignored once ready
  });
  return promise.finally(() => clearTimeout(slow));
}
