import { CsvError, parse } from 'csv-parse/sync';
import { parseJson } from './read-payload.ts';

/** How a text holds rows. */
export type RowFormat = { kind: 'csv'; delimiter: string; columns: readonly string[] } | { kind: 'ndjson' };

/** A row of a file, or why it is none. */
export type ParsedRow = { ok: true; row: unknown } | { ok: false; detail: string };

const DELIMITERS = [',', ';', '\t'] as const;
const LONGEST_ROW = 65_536;

/** The rows of a text that begins at the beginning of one. */
export function parseRows(text: string, format: RowFormat): ParsedRow[] {
  if (format.kind === 'ndjson')
    return text.split('\n').flatMap((line): ParsedRow[] => {
      if (line.trim() === '') return [];
      const row = line.length > LONGEST_ROW ? undefined : parseJson(line);
      return [row === undefined ? { ok: false, detail: 'is not JSON' } : { ok: true, row }];
    });
  const records = readCsv(text, format.delimiter);
  if (!records) return [{ ok: false, detail: 'has a quote that does not end, or a row that is too long' }];
  return records.map((values) => {
    if (values.length > format.columns.length)
      return { ok: false, detail: `has ${values.length} values under ${format.columns.length} names` };
    return {
      ok: true,
      row: Object.fromEntries(values.map((value, index) => [format.columns[index] ?? '', value.trim()])),
    };
  });
}

/**
 * The names in the first row of a CSV, and what separates them: whichever of comma, semicolon and tab makes most of it.
 *
 * @returns null where the first row is not whole or has no names
 */
export function readCsvHead(text: string): { delimiter: string; columns: string[] } | null {
  const line = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, columns: readCsv(line, delimiter)?.[0] ?? [] }));
  const [best] = counts.sort((a, b) => b.columns.length - a.columns.length);
  const columns = best?.columns.map((name) => name.trim()) ?? [];
  return best && columns.some((name) => name !== '') ? { delimiter: best.delimiter, columns } : null;
}

/** Lenient where spreadsheets are: rows of any length, quotes within a value. @returns null for what is no CSV at all */
function readCsv(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
    });
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
