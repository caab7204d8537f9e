import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '../lib/postgres.ts';
import { secretsFile } from '../lib/secrets.ts';
import { giveToServer } from '../lib/server-account.ts';
import { PlainError } from '../lib/stop-with-one-line.ts';
import { commandOf } from './archive-settings.ts';
import { type Base, listBases, walFolderOf } from './backup-folder.ts';
import { copyCluster } from './copy-cluster.ts';

export interface RestoreOptions {
  backupFolder: string;
  /** Empty, or with everything but the database. */
  dataDir: string;
  /** Epoch ms; all that was archived, when absent. */
  until?: number | undefined;
}

/** Much of a day's write-ahead log may have to be read. */
const REPLAYED_WITHIN_MS = 6 * 3_600_000;

/**
 * Makes a database of a backup: the newest base, and after it what was archived of the write-ahead log.
 *
 * @returns the base that it began with. @throws PlainError that says what is in the way
 */
export async function restore({ backupFolder, dataDir, until }: RestoreOptions): Promise<Base> {
  const base = listBases(backupFolder).findLast(({ at }) => at <= (until ?? Number.POSITIVE_INFINITY));
  if (!base)
    throw new PlainError(`${backupFolder} holds no base${until === undefined ? '' : ' from before that time'}.`);
  const home = join(dataDir, 'postgres');
  const cluster = join(home, 'cluster');
  if (existsSync(cluster))
    throw new PlainError(`${cluster} exists: move it away, or name an empty folder in ALYSON_DATA_DIR.`);
  mkdirSync(home, { recursive: true });
  copyCluster(join(base.folder, 'cluster'), cluster, giveToServer);
  const [signal, password] = [join(cluster, 'recovery.signal'), join(home, 'password')];
  writeFileSync(signal, '');
  copyFileSync(join(base.folder, 'password'), password);
  for (const file of [signal, password]) giveToServer(file);
  // Without its keys no edge would obey what it publishes.
  const secrets = secretsFile(base.folder);
  if (existsSync(secrets) && !existsSync(secretsFile(dataDir))) copyFileSync(secrets, secretsFile(dataDir));

  const settings = {
    restore_command: commandOf('restore-wal.ts', walFolderOf(backupFolder), '%f', '%p'),
    ...(until !== undefined && { recovery_target_time: new Date(until).toISOString() }),
    recovery_target_action: 'promote',
    autovacuum: 'off', // not in between: this server ends as soon as it has caught up
  };
  const server = await startPostgres({ folder: home, settings, readyWithinMs: REPLAYED_WITHIN_MS });
  await server.stop();
  return base;
}
