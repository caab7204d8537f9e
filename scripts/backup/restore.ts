import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../lib/postgres.ts';
import { secretsFile } from '../lib/secrets.ts';
import { giveToServer } from '../lib/server-account.ts';
import { PlainError } from '../lib/stop-with-one-line.ts';
import { commandOf } from './archive-settings.ts';
import { type Base, listBases, walFolderOf } from './backup-folder.ts';
import { findLostFile } from './base-contents.ts';
import { copyCluster } from './copy-cluster.ts';
import { isTimeBehindTheEnd, reasonIn } from './restore-failure.ts';

export interface RestoreOptions {
  backupFolder: string;
  /** Empty, or with everything but the database. */
  dataDir: string;
  /** Epoch ms; all that was archived, when absent. */
  until?: number | undefined;
}

/** Much of a day's write-ahead log may have to be read. */
const REPLAYED_WITHIN_MS = 6 * 3_600_000;

/** A base is named by the second in which it ended. */
const NAME_STEP_MS = 1_000;

/**
 * Makes a database of a backup: the newest base, and after it what was archived of the write-ahead log. Where that cannot
 * be done as asked, nothing is made.
 *
 * @returns the base that it began with. @throws PlainError that says what is in the way
 */
export async function restore({ backupFolder, dataDir, until }: RestoreOptions): Promise<Base> {
  const base = listBases(backupFolder).findLast(({ at }) => until === undefined || at + NAME_STEP_MS <= until);
  if (!base)
    throw new PlainError(`${backupFolder} holds no base${until === undefined ? '' : ' from before that time'}.`);
  const home = join(dataDir, 'postgres');
  const cluster = join(home, 'cluster');
  if (existsSync(cluster))
    throw new PlainError(`${cluster} exists: move it away, or name an empty folder in ALYSON_DATA_DIR.`);
  refuseTorn(base);
  try {
    copyBase(base, home, cluster);
    await replay(home, walFolderOf(backupFolder), until);
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    const reason = reasonIn(error instanceof Error ? error.message : String(error));
    throw new PlainError(`${base.folder} cannot be restored: ${reason}. Nothing was made.`);
  }
  // Without its keys no edge would obey what it publishes.
  const secrets = secretsFile(base.folder);
  if (existsSync(secrets) && !existsSync(secretsFile(dataDir))) copyFileSync(secrets, secretsFile(dataDir));
  return base;
}

/** A server may start from half a base, and nobody miss the rest before it is asked for. */
function refuseTorn({ folder }: Base): void {
  const lost = existsSync(join(folder, 'password')) ? findLostFile(folder) : 'password';
  if (lost !== null)
    throw new PlainError(`${folder} cannot be restored: its file ${lost} is not as it was taken. Nothing was made.`);
}

function copyBase({ folder }: Base, home: string, cluster: string): void {
  mkdirSync(home, { recursive: true });
  copyCluster(join(folder, 'cluster'), cluster, giveToServer);
  const [signal, password] = [join(cluster, 'recovery.signal'), join(home, 'password')];
  writeFileSync(signal, '');
  copyFileSync(join(folder, 'password'), password);
  for (const file of [signal, password]) giveToServer(file);
}

/** Reads the archived log up to a time, or to its end where that comes first. */
async function replay(home: string, walFolder: string, until: number | undefined): Promise<void> {
  const settings = {
    restore_command: commandOf('restore-wal.ts', walFolder, '%f', '%p'),
    ...(until !== undefined && { recovery_target_time: toPostgresTime(until) }),
    recovery_target_action: 'promote',
    autovacuum: 'off', // not in between: this server ends as soon as it has caught up
  };
  try {
    const server = await startPostgres({ folder: home, settings, readyWithinMs: REPLAYED_WITHIN_MS });
    await server.stop();
  } catch (error) {
    if (until === undefined || !isTimeBehindTheEnd(String(error))) throw error;
    await replay(home, walFolder, undefined);
  }
}

/** As its settings take a time; they do not know the letter Z. */
const toPostgresTime = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '+00');
