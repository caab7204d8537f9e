import { invalidField, type NewTuneImport } from '@alyson/schema';
import { parse } from 'csv-parse/sync';
import { isObject, readAnswer, type TuneRow } from '../../domain/tune/read-answer.ts';
import { type ReadRecord, readRow } from '../../domain/tune/read-record.ts';
import { columnOf, readLine, refuseColumns, type TableLine } from '../../domain/tune/read-table.ts';

type TextImport = Extract<NewTuneImport, { text: string }>;

/**
 * Reads a file export or a pasted table. Of what stands there twice, the first counts.
 *
 * @throws ProblemError `validation_failed` where nothing in it can be read
 */
export function readText({ origin, text }: TextImport): ReadRecord[] {
  const read = origin === 'json' ? readRecorded(text) : readCsv(text);
  const seen = new Set<string>();
  return read.filter(({ record }) => {
    if (record === null) return true;
    const key = `${record.kind}/${record.id}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Recorded answers: one, several in an array, or one a line. */
function readRecorded(text: string): ReadRecord[] {
  const answers = parseAnswers(text.trim());
  return answers.flatMap((body, index): ReadRecord[] => {
    const answer = readAnswer(body);
    switch (answer.kind) {
      case 'rows':
        return answer.rows.flatMap(readRow);
      case 'busy':
      case 'refused':
        return [{ record: null, problem: `answer ${index + 1} is an error of TUNE's: ${answer.detail}` }];
      case 'unreadable':
        // Rows without the envelope around them.
        return isObject(body) ? readRow(body as TuneRow) : [{ record: null, problem: `answer ${index + 1} is none` }];
      default:
        return answer satisfies never;
    }
  });
}

function parseAnswers(text: string): unknown[] {
  const whole = tryParse(text);
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map(tryParse);
  const wrong = parsed.indexOf(undefined);
  if (wrong !== -1) throw invalidField('#/text', `Line ${wrong + 1} is not JSON.`);
  return parsed;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const MOST_COLUMNS = 200;

/** A table with a header, by commas, semicolons or tabs: what a spreadsheet exports, or copies. */
function readCsv(text: string): ReadRecord[] {
  const [header = ''] = text.replace(/^\ufeff/, '').split(/\r?\n/, 1);
  const delimiter = ['\t', ';', ','].find((each) => header.includes(each)) ?? ',';
  let lines: TableLine[];
  try {
    lines = parse(text, {
      bom: true,
      delimiter,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      columns: (names: string[]) => names.slice(0, MOST_COLUMNS).map(columnOf),
    }) as TableLine[];
  } catch (error) {
    throw invalidField(
      '#/text',
      `The table cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : 'it is none'}`,
    );
  }
  const refusal = refuseColumns(Object.keys(lines[0] ?? {}));
  if (refusal) throw invalidField('#/text', refusal);
  return lines.flatMap((line, index) =>
    readLine(line).map((read) => (read.record ? read : { ...read, problem: `line ${index + 2}: ${read.problem}` })),
  );
}
