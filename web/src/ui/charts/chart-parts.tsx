import { AgentChip } from '../agent-chip.tsx';
import type { ChartSeries } from './chart-series.ts';
import type { TimeTick } from './time-ticks.ts';

interface TimeAxisProps {
  ticks: readonly TimeTick[];
  x: (at: number) => number;
  /** The line the ticks hang from. */
  y: number;
  left: number;
  right: number;
}

/** Time along the bottom. */
export function TimeAxis({ ticks, x, y, left, right }: TimeAxisProps) {
  return (
    <g>
      <line x1={left} x2={right} y1={y} y2={y} className="stroke-line" />
      {ticks.map((tick) => (
        <g key={tick.at} transform={`translate(${x(tick.at)},${y})`}>
          <line y2={4} className="stroke-field" />
          <text y={17} textAnchor="middle" className="fill-subtle text-12 tabular-nums">
            {tick.label}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Letters with their colours over a chart that has no room for them at its lines' ends. */
export function SeriesKey({ series }: { series: readonly ChartSeries[] }) {
  return (
    <div aria-hidden="true" className="mb-2 flex flex-wrap gap-x-3 gap-y-1 text-12 text-muted">
      {series.map((one) => (
        <AgentChip key={one.key} letter={one.letter} name={one.name} />
      ))}
    </div>
  );
}

interface ReadingProps {
  series: readonly ChartSeries[];
  /** One text per series. */
  values: readonly string[];
  /** The series an arrow key singled out. */
  singled: number | null;
}

/** The values of all series at one point, in the order they are stacked: the last on top. */
export function SeriesReading({ series, values, singled }: ReadingProps) {
  return (
    <ul className="mt-1.5 flex flex-col gap-1">
      {series
        .map((one, i) => ({ one, value: values[i] ?? '', isSingled: i === singled }))
        .reverse()
        .map(({ one, value, isSingled }) => (
          <li key={one.key} className="flex items-center gap-2">
            <span aria-hidden="true" className="h-3.5 w-[3px] rounded-full" style={{ background: one.colour }} />
            <span className={isSingled ? 'font-semibold' : undefined}>{one.letter}</span>
            <span className="min-w-0 flex-1 truncate text-muted">{one.name}</span>
            <span className={`pl-3 tabular-nums ${isSingled ? 'font-semibold' : ''}`}>{value}</span>
          </li>
        ))}
    </ul>
  );
}
