import { scaleLinear } from 'd3-scale';
import type { ReactNode } from 'react';
import { useZone } from '../values/zone.tsx';
import { SeriesKey, TimeAxis } from './chart-parts.tsx';
import type { ChartSeries } from './chart-series.ts';
import { type ChartCursor, ChartStage } from './chart-stage.tsx';
import { EndLetters, endLabelWidth } from './end-letters.tsx';
import { Hatch, SeriesLine } from './line-marks.tsx';
import { timeTicks } from './time-ticks.ts';
import { useWidth } from './use-width.ts';

/** A count or sum per series over one bucket of time. */
export interface LinePoint {
  /** Start of the bucket, in epoch ms. */
  at: number;
  values: readonly number[];
}

interface LineChartProps {
  label: string;
  series: readonly ChartSeries[];
  /** In rising order of time, none left out; at least one. */
  points: readonly LinePoint[];
  bucketMs: number;
  from: number;
  to: number;
  formatValue: (value: number) => string;
  nameOf: (point: number) => string;
  readout: (cursor: ChartCursor) => string;
  tooltip: (cursor: ChartCursor) => ReactNode;
}

const TOP = 10;
const AXIS = 24;
const LEFT = 52;
const ROOMY = 520;

/**
 * One line per agent over time, each point at the middle of its bucket. A bucket that has not ended is hatched and its
 * line dashed: it will still rise.
 */
export function LineChart(props: LineChartProps) {
  const [ref, width] = useWidth();
  const isRoomy = width === 0 || width >= ROOMY;
  return (
    <div ref={ref}>
      {!isRoomy && <SeriesKey series={props.series} />}
      <Stage {...props} isRoomy={isRoomy} height={isRoomy ? 240 : 200} />
    </div>
  );
}

function Stage(props: LineChartProps & { isRoomy: boolean; height: number }) {
  const { label, series, points, bucketMs, from, to, isRoomy, height } = props;
  const timeScale = (width: number) =>
    scaleLinear()
      .domain([from, to])
      .range([LEFT, width - (isRoomy ? endLabelWidth(series) : 4)]);
  const middle = (point: LinePoint) => Math.min(to, Math.max(from, point.at + bucketMs / 2));
  return (
    <ChartStage
      label={label}
      height={height}
      points={points.length}
      series={series.length}
      pointAt={(x, _, width) => nearest(points.map(middle), timeScale(width).invert(x))}
      anchorOf={(point, width) => ({ x: timeScale(width)(middle(points[point] ?? { at: to, values: [] })), y: TOP })}
      nameOf={props.nameOf}
      readout={props.readout}
      tooltip={props.tooltip}
    >
      {(width, cursor) => <Plot {...props} middle={middle} x={timeScale(width)} width={width} cursor={cursor} />}
    </ChartStage>
  );
}

interface PlotProps extends LineChartProps {
  isRoomy: boolean;
  height: number;
  middle: (point: LinePoint) => number;
  x: (at: number) => number;
  width: number;
  cursor: ChartCursor | null;
}

function Plot({
  series,
  points,
  bucketMs,
  from,
  to,
  formatValue,
  isRoomy,
  height,
  middle,
  x,
  width,
  cursor,
}: PlotProps) {
  const zone = useZone();
  const bottom = height - AXIS;
  const right = width - (isRoomy ? endLabelWidth(series) : 4);
  const values = points.flatMap((point) => point.values);
  // Reversals can take a bucket below zero.
  const y = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(1, ...values)])
    .nice(4)
    .range([bottom, TOP]);
  // Counts and micro-units are whole: a tick between them would read as its neighbour.
  const ticks = y.ticks(4).filter(Number.isInteger);
  const lastPoint = points.at(-1);
  const openFrom = lastPoint && lastPoint.at + bucketMs > to ? Math.max(from, lastPoint.at) : null;
  return (
    <svg aria-hidden="true" width={width} height={height} className="block overflow-visible">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" className="fill-subtle text-12 tabular-nums">
            {formatValue(tick)}
          </text>
        </g>
      ))}
      {openFrom !== null && <Hatch x={x(openFrom)} y={TOP} width={right - x(openFrom)} height={bottom - TOP} />}
      {cursor && <CursorLine x={x(middle(points[cursor.point] ?? { at: to, values: [] }))} top={TOP} bottom={bottom} />}
      {series.map((one, i) => (
        <g key={one.key} opacity={cursor?.series == null || cursor.series === i ? 1 : 0.3}>
          <SeriesLine
            points={points.map((point) => ({ x: x(middle(point)), y: y(point.values[i] ?? 0) }))}
            colour={one.colour}
            isLastOpen={openFrom !== null}
            emphasized={cursor?.point ?? null}
          />
        </g>
      ))}
      <TimeAxis ticks={timeTicks(from, to, isRoomy ? 7 : 4, zone)} x={x} y={bottom} left={LEFT} right={right} />
      {isRoomy && lastPoint && (
        <EndLetters
          ends={series.map((one, i) => ({ series: one, y: y(lastPoint.values[i] ?? 0) }))}
          x={right + 7}
          top={TOP}
          bottom={bottom - 4}
        />
      )}
    </svg>
  );
}

const CursorLine = ({ x, top, bottom }: { x: number; top: number; bottom: number }) => (
  <line x1={x} x2={x} y1={top} y2={bottom} className="stroke-field" />
);

function nearest(places: readonly number[], at: number): number {
  let best = 0;
  for (const [i, place] of places.entries()) if (Math.abs(place - at) < Math.abs((places[best] ?? 0) - at)) best = i;
  return best;
}
