import type { ChartTableData } from './chart-table.tsx';
import { tableCsv } from './table-csv.ts';

/** Hands a chart's data to the browser as a file. */
export function downloadCsv(name: string, { columns, rows }: ChartTableData): void {
  const csv = tableCsv(
    columns.map((column) => column.label),
    rows.map((row) => row.cells.map((cell) => cell.raw)),
  );
  const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = `${name}.csv`;
  anchor.click();
  URL.revokeObjectURL(address);
}
