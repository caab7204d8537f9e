/**
 * PostgreSQL's `restore_command`: fetches one file of the write-ahead log. Exits with 1 where there is none, which is how
 * PostgreSQL learns that it has come to the end; with more than 125, by which it gives up, where what comes after is there:
 * it would else end in the middle, and nobody hear of it.
 *
 * Usage: node restore-wal.ts <folder> <name> <file to write>
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { LOST_LOG } from './restore-failure.ts';

const NOT_THERE = 1;
const GIVE_UP = 200;

const [folder = '', name = '', target = ''] = process.argv.slice(2);
const kept = join(folder, `${name}.gz`);
if (existsSync(kept)) {
  const bytes = unpack(readFileSync(kept));
  if (bytes) writeFileSync(target, bytes);
  else giveUp(`${kept} is damaged`);
} else if (hasLater()) giveUp(`${kept} is missing, and later ones are there`);
else process.exitCode = NOT_THERE;

function unpack(packed: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(packed);
  } catch {
    return null;
  }
}

/** Whether a segment follows this one on its timeline, which the first eight digits name. */
function hasLater(): boolean {
  if (!/^[0-9A-F]{24}$/.test(name)) return false;
  const isLater = (other: string) => other.slice(0, 8) === name.slice(0, 8) && other.slice(0, 24) > name;
  return readdirSync(folder).some((other) => /^[0-9A-F]{24}\.gz$/.test(other) && isLater(other));
}

function giveUp(why: string): void {
  console.error(LOST_LOG + why);
  process.exitCode = GIVE_UP;
}
