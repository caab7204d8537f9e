import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../lib/stop-with-one-line.ts';

/** What a server that starts makes anew, by PostgreSQL's own list. Their folders must be there. */
const EMPTIED = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT = /^(postmaster\.(pid|opts)|pg_internal\.init.*|pgsql_tmp.*|current_logfiles)$/;

/** Copies a server's files, closed to others as the server demands; `own` is given each path of the copy. */
export function copyCluster(from: string, to: string, own: (path: string) => void = () => {}): void {
  copyFolder(from, to, own, EMPTIED);
}

function copyFolder(from: string, to: string, own: (path: string) => void, emptied: ReadonlySet<string>): void {
  mkdirSync(to, { mode: 0o700 });
  own(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (LEFT_OUT.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (emptied.has(entry.name)) {
      mkdirSync(target, { mode: 0o700 });
      own(target);
    } else if (entry.isDirectory()) copyFolder(source, target, own, new Set());
    else if (copyIfThere(source, target)) own(target);
  }
}

/** A table that is dropped meanwhile is no loss: the write-ahead log drops it as well. */
function copyIfThere(source: string, target: string): boolean {
  try {
    copyFileSync(source, target);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return false;
  }
}
