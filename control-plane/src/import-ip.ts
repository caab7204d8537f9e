/** A program of its own: brings files of IP ranges into `DATABASE_URL`, beside a control plane that runs (C13). */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { readDatabaseUrl } from './config.ts';
import { importIpData } from './features/ip-data/import-ip-data.ts';
import { IpDataError } from './features/ip-data/read-ip-file.ts';

const USAGE =
  'Say where it is from: --source "GeoLite2 by MaxMind" --licence "GeoLite2 EULA" --date 2026-11-18 <file.csv> …';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { type: 'string' },
    licence: { type: 'string' },
    date: { type: 'string' },
  },
});
const { source, licence, date } = values;
if (!source || !licence || !date || positionals.length === 0) {
  console.error(USAGE);
  process.exit(1);
}

const client = new pg.Client({ connectionString: readDatabaseUrl() });
try {
  await client.connect();
  const startedAt = Date.now();
  const count = await importIpData(client, positionals, { source, licence, dataDate: date });
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`${count.toLocaleString('en')} ranges are in force, after ${seconds} s.`);
} catch (error) {
  if (!(error instanceof IpDataError)) throw error;
  console.error(`Nothing was imported: ${error.message}.`);
  process.exitCode = 1;
} finally {
  await client.end();
}
