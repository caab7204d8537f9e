export type Cell = string | number | null;

/**
 * A table as CSV by RFC 4180: raw numbers, a header row, CRLF. Text that a spreadsheet would run as a formula gets an
 * apostrophe before it.
 */
export function tableCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
