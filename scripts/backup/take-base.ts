import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { secretsFile } from '../lib/secrets.ts';
import { nameOfBase } from './backup-folder.ts';
import { noteContents } from './base-contents.ts';
import { copyCluster } from './copy-cluster.ts';

export interface BaseOptions {
  /** Of a superuser. */
  url: string;
  /** With the folder `postgres`, and the secrets. */
  dataDir: string;
  backupFolder: string;
}

/** The archive is asked to hold all that the base needs. */
const ARCHIVED_WITHIN_MS = 120_000;

/**
 * Copies the files of a running server, in PostgreSQL's own way: what changes meanwhile is made good from the write-ahead
 * log, which is archived beside it.
 *
 * @returns the base's folder
 */
export async function takeBase({ url, dataDir, backupFolder }: BaseOptions): Promise<string> {
  const draft = join(backupFolder, `base.part-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: url, statement_timeout: ARCHIVED_WITHIN_MS });
  await client.connect();
  try {
    // The session must live until the end: without it the copy is none.
    await client.query("select pg_backup_start('alyson', true)");
    const home = join(dataDir, 'postgres');
    copyCluster(join(home, 'cluster'), join(draft, 'cluster'));
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
    writeFileSync(join(draft, 'cluster', 'backup_label'), rows[0]?.labelfile ?? '', { mode: 0o600 });
    noteContents(draft);
    copyFileSync(join(home, 'password'), join(draft, 'password'));
    if (existsSync(secretsFile(dataDir))) copyFileSync(secretsFile(dataDir), secretsFile(draft));
  } finally {
    await client.end();
  }
  const folder = join(backupFolder, nameOfBase(Date.now()));
  renameSync(draft, folder);
  return folder;
}
