import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse';
import type { IpFacts, IpRange } from '../../domain/ip-ranges.ts';
import { detectLayout, type Layout } from './ip-layout.ts';
import { addressAt } from './ip-position.ts';

/** Data that cannot be taken, with the file and the row. */
export class IpDataError extends Error {
  override readonly name = 'IpDataError';
}

export interface IpFile {
  path: string;
  layout: Layout;
  /** Where its first range begins; files of one layer follow each other by it. */
  begins: bigint;
}

/** Rows one by one, however large the file. */
function rowsOf(path: string): AsyncIterable<string[]> {
  return createReadStream(path).pipe(
    parse({ bom: true, skip_empty_lines: true, relax_column_count: true, max_record_size: 65_536 }),
  );
}

/** @throws IpDataError for a file of no known layout */
export async function openIpFile(path: string): Promise<IpFile> {
  const head: string[][] = [];
  for await (const row of rowsOf(path)) if (head.push(row) === 2) break;
  const layout = detectLayout(head[0] ?? []);
  if (!layout)
    throw new IpDataError(
      `${basename(path)} has none of the known layouts: its first row is ${(head[0] ?? []).slice(0, 8).join(', ') || 'empty'}`,
    );
  const range = layout.range(head[layout.hasHeader ? 1 : 0] ?? []);
  return { path, layout, begins: range?.first ?? 0n };
}

/** MaxMind's names of places, by their id. */
export async function readLocations(path: string): Promise<Map<string, IpFacts>> {
  const places = new Map<string, IpFacts>();
  let columns: string[] | null = null;
  for await (const row of rowsOf(path)) {
    if (!columns) {
      columns = row;
      continue;
    }
    const at = (name: string) => row[columns?.indexOf(name) ?? -1] || undefined;
    const [country, region, city] = [at('country_iso_code'), at('subdivision_1_iso_code'), at('city_name')];
    places.set(at('geoname_id') ?? '', {
      ...(country && { country }),
      ...(region && { region }),
      ...(city && { city }),
    });
  }
  return places;
}

/**
 * The ranges of files that follow each other.
 *
 * @throws IpDataError by file and row, for a row that cannot be read, or that is not after the one before it
 */
export async function* readRanges(
  files: readonly IpFile[],
  places: ReadonlyMap<string, IpFacts>,
): AsyncGenerator<IpRange> {
  let last = -1n;
  for (const { path, layout } of files) {
    let number = 0;
    for await (const row of rowsOf(path)) {
      number += 1;
      if (layout.hasHeader && number === 1) continue;
      const range = layout.range(row);
      const where = `${basename(path)}, row ${number}`;
      if (!range)
        throw new IpDataError(`${where}: no range of addresses can be read from ${row.slice(0, 2).join(', ')}`);
      if (range.first <= last)
        throw new IpDataError(
          `${where}: ${addressAt(range.first)} is not after the range before it; sort the file, and let no ranges overlap`,
        );
      last = range.last;
      yield { ...range, facts: layout.facts(row, places) };
    }
  }
}
