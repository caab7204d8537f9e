/**
 * PostgreSQL's `restore_command`: fetches one file of the write-ahead log. Exits with 1 where there is none, which is how
 * PostgreSQL learns that it has come to the end.
 *
 * Usage: node restore-wal.ts <folder> <name> <file to write>
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [folder = '', name = '', target = ''] = process.argv.slice(2);
const kept = join(folder, `${name}.gz`);
if (existsSync(kept)) writeFileSync(target, gunzipSync(readFileSync(kept)));
else process.exitCode = 1;
