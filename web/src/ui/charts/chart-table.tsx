import { Table, Td, Th, Tr } from '../table.tsx';
import type { Cell } from './table-csv.ts';

/** A value as it is read and as it is exported. */
export interface ChartCell {
  text: string;
  raw: Cell;
}

export interface ChartTableData {
  columns: readonly { label: string; isNumeric?: boolean }[];
  rows: readonly { key: string; cells: readonly ChartCell[] }[];
}

/** Text that is exported as it reads. */
export const textCell = (text: string): ChartCell => ({ text, raw: text });

/** A chart's data, row by row. */
export function ChartTable({ title, table }: { title: string; table: ChartTableData }) {
  return (
    <div className="max-h-96 overflow-y-auto">
      <Table caption={`${title}, as a table`} isDense>
        <thead>
          <tr>
            {table.columns.map((column, i) => (
              <Th
                key={column.label}
                isNumeric={column.isNumeric ?? false}
                isSticky={i === 0}
                className="sticky top-0 z-2"
              >
                {column.label}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <Tr key={row.key}>
              {row.cells.map((cell, i) => (
                <Td
                  // A row has one cell per column, in their order.
                  key={table.columns[i]?.label ?? i}
                  isNumeric={table.columns[i]?.isNumeric ?? false}
                  isSticky={i === 0}
                >
                  {cell.text}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
