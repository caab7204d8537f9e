import { ExchangeRate } from '@alyson/schema';

/** A line that cannot be read, counted from 1. */
export interface LineFault {
  line: number;
  detail: string;
}

const COLUMNS = ['day', 'from', 'to', 'rate'] as const;

/**
 * Reads pasted lines of day, from, to and rate, parted by commas, semicolons or tabs. A first line of headings is passed
 * over, and so are empty ones.
 */
export function readRatesText(text: string): { rates: ExchangeRate[]; faults: LineFault[] } {
  const rates: ExchangeRate[] = [];
  const faults: LineFault[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (line.trim() === '' || (rates.length === 0 && faults.length === 0 && isHeading(line))) continue;
    const cells = line.split(/[,;\t]/).map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    );
    const [day, from = '', to = '', rate] = cells;
    const parsed = ExchangeRate.safeParse({ day, from: from.toUpperCase(), to: to.toUpperCase(), rate });
    if (parsed.success && cells.length === COLUMNS.length) rates.push(parsed.data);
    else faults.push({ line: index + 1, detail: detailOf(cells.length, parsed.error?.issues[0]) });
  }
  return { rates, faults };
}

/** No digit in it: neither a day nor a rate. */
const isHeading = (line: string): boolean => !/\d/.test(line);

function detailOf(cells: number, issue: { path: PropertyKey[]; message: string } | undefined): string {
  if (cells !== COLUMNS.length) return `has ${cells} columns; day, from, to and rate are four`;
  return issue ? `${String(issue.path[0])} ${issue.message}` : 'cannot be read';
}
