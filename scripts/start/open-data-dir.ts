/** One start at a time may use a data directory: two would fight over ports, pid files and the database. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, PlainError } from '../lib/stop-with-one-line.ts';

export interface DataDir {
  path: string;
  /** Pid files. */
  run: string;
  logs: string;
}

/** @throws PlainError when the folder cannot be written, or when another start holds it */
export function openDataDir(path: string): DataDir {
  const dataDir = { path, run: join(path, 'run'), logs: join(path, 'logs') };
  const probe = join(dataDir.run, `probe.${process.pid}`);
  try {
    makeFolder(dataDir.run);
    makeFolder(dataDir.logs);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new PlainError(`Cannot write to ${path} (${codeOf(error)}): make it writable, or set ALYSON_DATA_DIR.`);
  }
  lock(dataDir);
  return dataDir;
}

/** Step by step: in a place such as /proc, Node's recursive mkdir never returns. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/**
 * SQLite's file lock belongs to the process in the operating system's books: it ends with it, however that ends, and no
 * recycled process id can be mistaken for it. The connection stays open for as long as this process lives.
 */
function lock({ path, run }: DataDir): void {
  const pidFile = join(run, 'start.pid');
  try {
    const connection = new DatabaseSync(join(run, 'start.lock'), { timeout: 0 });
    connection.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    process.once('exit', () => connection.close());
  } catch (error) {
    if (error instanceof Error && error.message.includes('locked'))
      throw new PlainError(
        `${path} is in use by another npm start (process ${readFileSync(pidFile, 'utf8')}): stop it, or set ALYSON_DATA_DIR.`,
      );
    throw new PlainError(`Cannot lock ${path}: ${error instanceof Error ? error.message : error}.`);
  }
  writeFileSync(pidFile, String(process.pid));
}
