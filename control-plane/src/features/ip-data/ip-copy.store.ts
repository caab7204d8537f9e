import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { IpRange } from '../../domain/ip-ranges.ts';
import { addressAt } from './ip-position.ts';

export interface IpSource {
  /** As the licence wants it named, e.g. `GeoLite2 by MaxMind`. */
  source: string;
  licence: string;
  /** As whoever made the data dates it, e.g. `2026-11-18`. */
  dataDate: string;
}

/** One import at a time, across processes; held by the session. */
const LOCK = 7_160_113;
const ROWS_PER_CHUNK = 1_000;

export async function alone<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    return await work();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

/** Fills the spare table, from empty, without its index: that is made once all are there. @returns how many rows */
export async function copyRanges(client: Client, ranges: AsyncIterable<IpRange>): Promise<number> {
  await client.query('truncate ip_ranges_spare');
  await client.query('drop index if exists ip_ranges_spare_by_first');
  let count = 0;
  const chunks = async function* () {
    let chunk: string[] = [];
    for await (const range of ranges) {
      chunk.push(lineOf(range));
      count += 1;
      if (chunk.length < ROWS_PER_CHUNK) continue;
      yield chunk.join('');
      chunk = [];
    }
    yield chunk.join('');
  };
  try {
    const columns = 'first, last, country, region, city, network, is_hosting';
    await pipeline(Readable.from(chunks()), client.query(copyFrom(`copy ip_ranges_spare (${columns}) from stdin`)));
  } finally {
    await client.query('create unique index if not exists ip_ranges_spare_by_first on ip_ranges_spare (first)');
  }
  await client.query('analyze ip_ranges_spare');
  return count;
}

/** The tables change names, in one transaction: a look-up waits for an instant and sees one of them, whole. */
export async function swapRanges(
  client: Client,
  { source, licence, dataDate, files, ranges }: IpSource & { files: string[]; ranges: number },
): Promise<void> {
  await client.query('begin');
  try {
    // Who comes after us must not wait long behind a look-up that does not end.
    await client.query(`set local lock_timeout = '5s'`);
    await client.query('alter table ip_ranges rename to ip_ranges_old');
    await client.query('alter index ip_ranges_by_first rename to ip_ranges_old_by_first');
    await client.query('alter table ip_ranges_spare rename to ip_ranges');
    await client.query('alter index ip_ranges_spare_by_first rename to ip_ranges_by_first');
    await client.query('alter table ip_ranges_old rename to ip_ranges_spare');
    await client.query('alter index ip_ranges_old_by_first rename to ip_ranges_spare_by_first');
    await client.query(
      `insert into ip_imports (source, licence, data_date, files, ranges, imported_at) values ($1, $2, $3, $4, $5, now())`,
      [source, licence, dataDate, files, ranges],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  await client.query('truncate ip_ranges_spare');
}

function lineOf({ first, last, facts: { country, region, city, network, isHosting } }: IpRange): string {
  const flag = isHosting === undefined ? undefined : isHosting ? 't' : 'f';
  return `${[addressAt(first), addressAt(last), country, region, city, network, flag].map(fieldOf).join('\t')}\n`;
}

/** In COPY's text format. */
const fieldOf = (value: string | undefined): string =>
  value === undefined
    ? '\\N'
    : value.replaceAll('\0', '').replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? '');

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
