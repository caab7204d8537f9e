/**
 * Brings files of IP ranges into the database that the product runs on, while it runs.
 *
 * Usage: npm run import-ip -- --source "GeoLite2 by MaxMind" --licence "GeoLite2 EULA" --date 2026-11-18 <file.csv> …
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DATABASE, USER } from './lib/postgres-cluster.ts';
import { PlainError, stopWithOneLine } from './lib/stop-with-one-line.ts';

try {
  const program = join(import.meta.dirname, '..', 'control-plane', 'src', 'import-ip.ts');
  const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: process.env['DATABASE_URL'] || embeddedUrl() },
  });
  process.exitCode = status ?? 1;
} catch (error) {
  stopWithOneLine(error);
}

/** Of the server that `npm start` runs: it writes its port down. */
function embeddedUrl(): string {
  const home = join(resolve(process.env['ALYSON_DATA_DIR'] || '.data'), 'postgres');
  try {
    const port = readFileSync(join(home, 'cluster', 'postmaster.pid'), 'utf8')
      .split('\n')[3]
      ?.trim();
    const password = readFileSync(join(home, 'password'), 'utf8').trim();
    return `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
  } catch {
    throw new PlainError(`No database runs in ${home}: start the product first, or set DATABASE_URL.`);
  }
}
