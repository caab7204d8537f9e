/**
 * The embedded PostgreSQL as a process like the other parts: it may take its time, it ends when its parent is gone, and
 * when the server dies this ends too and is started again. Says `{ url }` to its parent once connections are accepted.
 */
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { archiveSettings } from '../backup/archive-settings.ts';
import { walFolderOf } from '../backup/backup-folder.ts';
import { keepBackups } from '../backup/keep-backups.ts';
import { startPostgres } from '../lib/postgres.ts';
import { PlainError, stopWithOneLine } from '../lib/stop-with-one-line.ts';

/** A base that is cut off is taken again after the next start. */
const STOP_BACKUP_WITHIN_MS = 2_000;

const [folder, port] = [process.env['ALYSON_DATABASE_FOLDER'], Number(process.env['ALYSON_DATABASE_PORT'])];
const backupFolder = process.env['ALYSON_BACKUP_DIR'];
const backupSeconds = Number(process.env['ALYSON_BACKUP_SECONDS']);
if (!folder || !port) stopWithOneLine(new PlainError('ALYSON_DATABASE_FOLDER and ALYSON_DATABASE_PORT are missing.'));

// From the very first moment: PostgreSQL must not be left behind by a stop that comes while it starts.
const asked = Promise.withResolvers<'asked'>();
process.on('SIGTERM', () => asked.resolve('asked'));
process.on('disconnect', () => asked.resolve('asked')); // the channel closes with the parent's life, however that ended

try {
  const archive = backupFolder && {
    writes: walFolderOf(backupFolder),
    settings: archiveSettings(walFolderOf(backupFolder), backupSeconds),
  };
  const postgres = await startPostgres({ folder, port, log: writeLine, ...archive });
  process.send?.({ url: postgres.url });
  const backups = backupFolder && keepBackups({ url: postgres.url, dataDir: dirname(folder), backupFolder }, writeLine);
  if ((await Promise.race([asked.promise, postgres.exited])) !== 'asked')
    throw new PlainError('PostgreSQL was killed, or crashed.');
  if (backups) await Promise.race([backups.stop(), sleep(STOP_BACKUP_WITHIN_MS)]);
  await postgres.stop();
  process.exit(0);
} catch (error) {
  stopWithOneLine(error instanceof Error ? new PlainError(error.message) : error);
}

/** A stream would end this process, and with it the server, when a full disk takes no line. */
function writeLine(line: string): void {
  try {
    writeSync(1, `${line}\n`);
  } catch {
    // The line is lost.
  }
}
