import { clsx } from 'clsx';
import { ChartNoAxesCombined, Download, Table2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { IconButton } from '../button.tsx';
import { ChartTable, type ChartTableData } from './chart-table.tsx';
import { downloadCsv } from './download-csv.ts';

interface ChartFigureProps {
  title: string;
  /** What the chart shows, as one sentence. */
  finding: ReactNode;
  /** The same data as a table; also what the CSV holds. */
  table: ChartTableData;
  /** File name of the CSV, without its ending. */
  csvName: string;
  /** What can be chosen, e.g. the measure. */
  tools?: ReactNode;
  /** How fresh the data is. */
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A chart on paper: its name, its finding in a sentence, and the same data as a table or CSV on demand. */
export function ChartFigure({ title, finding, table, csvName, tools, footer, className, children }: ChartFigureProps) {
  const [isTable, setIsTable] = useState(false);
  const titleId = useId();
  return (
    <figure
      aria-labelledby={titleId}
      className={clsx('flex min-w-0 flex-col rounded-card border bg-surface', className)}
    >
      <figcaption className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3 pb-3">
        <div className="min-w-0 flex-1 basis-64">
          <h3 id={titleId} className="text-15 font-semibold">
            {title}
          </h3>
          <p className="text-13 text-pretty text-muted">{finding}</p>
        </div>
        <div className="flex items-center gap-1">
          {tools}
          <IconButton
            label={isTable ? 'View as chart' : 'View as table'}
            icon={isTable ? ChartNoAxesCombined : Table2}
            className="size-8"
            onClick={() => setIsTable(!isTable)}
          />
          <IconButton
            label="Download CSV"
            icon={Download}
            className="size-8"
            onClick={() => downloadCsv(csvName, table)}
          />
        </div>
      </figcaption>
      <div className={clsx('min-w-0 flex-1', isTable ? 'border-t' : 'px-4 pb-4')}>
        {isTable ? <ChartTable title={title} table={table} /> : children}
      </div>
      {footer && <div className="flex flex-wrap gap-x-2 border-t px-4 py-2.5 text-12 text-muted">{footer}</div>}
    </figure>
  );
}
