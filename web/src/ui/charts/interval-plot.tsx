import type { Estimate } from '@alyson/schema';
import { scaleLinear } from 'd3-scale';
import type { ReactNode } from 'react';
import { AgentChip } from '../agent-chip.tsx';
import type { ChartSeries } from './chart-series.ts';
import { type ChartCursor, ChartStage } from './chart-stage.tsx';
import { intervalDomain } from './interval-domain.ts';
import { IntervalMark } from './interval-mark.tsx';

export interface IntervalRow {
  series: ChartSeries;
  /** Beside the name: the weight. */
  note: string;
  estimate: Estimate;
  /** Under this many clicks a gradient would claim more than is known: only the bracket is drawn, dashed. */
  isThin: boolean;
  state: 'on' | 'off' | 'archived';
}

interface IntervalPlotProps {
  label: string;
  rows: readonly IntervalRow[];
  /** The average over an even split, as a dotted line. */
  average: number | null;
  formatValue: (value: number) => string;
  formatRange: (bounds: { low: number; high: number }) => string;
  readout: (row: number) => string;
  tooltip: (row: number) => ReactNode;
}

const AXIS = 28;
/** Below this width a row's label stands over its bar. */
const ROOMY = 620;
const LABELS = 200;
const VALUES = 132;

/** How likely each value is for each agent: a row with a gradient, a bracket for the 95% range and a tick for the estimate. */
export function IntervalPlot({ label, rows, average, formatValue, formatRange, readout, tooltip }: IntervalPlotProps) {
  // One height for both layouts would squeeze the narrow one; the stage tells the width, so rows are laid out there.
  const rowHeight = 56;
  const height = rows.length * rowHeight + AXIS;
  return (
    <ChartStage
      label={label}
      orientation="vertical"
      height={height}
      points={rows.length}
      series={0}
      pointAt={(_, y) => Math.min(rows.length - 1, Math.floor(y / rowHeight))}
      anchorOf={(point, width) => ({
        x: width / 2 - 1,
        y: Math.min(point * rowHeight + 44, Math.max(0, height - 120)),
      })}
      nameOf={(point) => rows[point]?.series.letter ?? ''}
      readout={(cursor) => readout(cursor.point)}
      tooltip={(cursor) => tooltip(cursor.point)}
    >
      {(width, cursor) => (
        <Rows
          rows={rows}
          average={average}
          width={width}
          rowHeight={rowHeight}
          cursor={cursor}
          formatValue={formatValue}
          formatRange={formatRange}
        />
      )}
    </ChartStage>
  );
}

interface RowsProps extends Pick<IntervalPlotProps, 'rows' | 'average' | 'formatValue' | 'formatRange'> {
  width: number;
  rowHeight: number;
  cursor: ChartCursor | null;
}

function Rows({ rows, average, width, rowHeight, cursor, formatValue, formatRange }: RowsProps) {
  const isRoomy = width >= ROOMY;
  const left = isRoomy ? LABELS : 4;
  const right = isRoomy ? width - VALUES : width - 4;
  const x = scaleLinear()
    .domain(intervalDomain(rows.map((row) => row.estimate)))
    .nice(5)
    .range([left, right]);
  const bottom = rows.length * rowHeight;
  const barY = (row: number) => row * rowHeight + (isRoomy ? rowHeight / 2 : 38);
  return (
    <>
      <svg aria-hidden="true" width={width} height={bottom + AXIS} className="absolute inset-0 block overflow-visible">
        {x.ticks(isRoomy ? 6 : 4).map((tick) => (
          <g key={tick} transform={`translate(${x(tick)},0)`}>
            <line y2={bottom} className="stroke-line" />
            <text y={bottom + 18} textAnchor="middle" className="fill-subtle text-12">
              {formatValue(tick)}
            </text>
          </g>
        ))}
        {average !== null && (
          <line
            x1={x(average)}
            x2={x(average)}
            y2={bottom}
            className="stroke-text"
            strokeWidth={1.5}
            strokeDasharray="1.5 3.5"
            strokeLinecap="round"
          />
        )}
        {rows.map((row, i) => (
          <g key={row.series.key} opacity={cursor && cursor.point !== i ? 0.5 : 1}>
            <IntervalMark {...row} colour={row.series.colour} x={x} y={barY(i)} left={left} />
          </g>
        ))}
      </svg>
      {rows.map((row, i) => (
        <div
          key={row.series.key}
          className={`absolute flex items-center gap-2 text-13 ${isRoomy ? 'w-[188px]' : 'inset-x-0 bg-transparent'}`}
          style={{ top: i * rowHeight, height: isRoomy ? rowHeight : 28 }}
        >
          <span className="min-w-0 rounded-chip bg-surface">
            <AgentChip letter={row.series.letter} name={row.series.name} state={row.state} />
          </span>
          <span className={isRoomy ? 'ml-auto text-12 text-subtle tabular-nums' : 'text-12 text-subtle tabular-nums'}>
            {row.note}
          </span>
          {!isRoomy && <Values row={row} formatValue={formatValue} formatRange={formatRange} isInline />}
        </div>
      ))}
      {isRoomy &&
        rows.map((row, i) => (
          <div
            key={row.series.key}
            className="absolute right-0 flex w-[124px] flex-col justify-center"
            style={{ top: i * rowHeight, height: rowHeight }}
          >
            <Values row={row} formatValue={formatValue} formatRange={formatRange} />
          </div>
        ))}
    </>
  );
}

interface ValuesProps extends Pick<IntervalPlotProps, 'formatValue' | 'formatRange'> {
  row: IntervalRow;
  isInline?: boolean;
}

const Values = ({ row, formatValue, formatRange, isInline = false }: ValuesProps) => (
  <span
    className={`bg-surface text-right tabular-nums ${isInline ? 'ml-auto flex items-baseline gap-2 pl-1' : 'flex flex-col'}`}
  >
    <span className="text-14 font-semibold">{formatValue(row.estimate.mean)}</span>
    <span className="text-12 whitespace-nowrap text-subtle">{formatRange(row.estimate)}</span>
  </span>
);
