/**
 * Makes the database of an `npm start` anew from its backup.
 *
 * Usage: ALYSON_DATA_DIR=<an empty folder> npm run restore -- <the backup folder> [--until 2026-11-22T12:00:00Z]
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { restore } from './backup/restore.ts';
import { PlainError, stopWithOneLine } from './lib/stop-with-one-line.ts';

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { until: { type: 'string' } } });
  const [backupFolder] = positionals;
  if (!backupFolder) throw new PlainError('Name the backup folder: npm run restore -- <folder>.');
  const until = values.until === undefined ? undefined : Date.parse(values.until);
  if (Number.isNaN(until)) throw new PlainError('--until must be a time such as 2026-11-22T12:00:00Z.');
  const dataDir = resolve(process.env['ALYSON_DATA_DIR'] || '.data');
  mkdirSync(dataDir, { recursive: true });
  const startedAt = Date.now();
  const base = await restore({ backupFolder: resolve(backupFolder), dataDir, until });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `Restored from ${base.folder} and what was archived after it, in ${seconds} s. npm start goes on from there.`,
  );
} catch (error) {
  stopWithOneLine(error);
}
