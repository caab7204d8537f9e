/**
 * PostgreSQL's `archive_command`: keeps one file of the write-ahead log, compressed, because most of one that is closed by
 * the clock is empty. Exits with 0 only once it is safely there: PostgreSQL keeps its own until then.
 *
 * Usage: node archive-wal.ts <file> <folder>
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeWhole } from './write-whole.ts';

const [file = '', folder = ''] = process.argv.slice(2);
const kept = join(folder, `${basename(file)}.gz`);
const bytes = readFileSync(file);
if (!existsSync(kept)) writeWhole(kept, gzipSync(bytes, { level: 1 }));
else if (!gunzipSync(readFileSync(kept)).equals(bytes)) {
  // After a crash the same file may come again. Another one of that name belongs to another server.
  console.error(`${kept} exists, with another content: give each server a backup folder of its own`);
  process.exitCode = 1;
}
