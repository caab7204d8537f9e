import { TOTAL_BASIS_POINTS } from '@alyson/schema';
import { scaleLinear } from 'd3-scale';
import { type ReactNode, useId } from 'react';
import { useZone } from '../values/zone.tsx';
import { SeriesKey, TimeAxis } from './chart-parts.tsx';
import type { ChartSeries } from './chart-series.ts';
import { type ChartCursor, ChartStage } from './chart-stage.tsx';
import { EndLetters, endLabelWidth } from './end-letters.tsx';
import { FLAG_HEIGHT, type ReleaseFlag } from './release-flag.tsx';
import { ReleaseFlags } from './release-flags.tsx';
import { bandOf, bandPath, type ShareStep, stepAt } from './step-stack.ts';
import { timeTicks } from './time-ticks.ts';
import { useWidth } from './use-width.ts';

interface SplitChartProps {
  label: string;
  /** In creation order: the first at the bottom, for life. */
  series: readonly ChartSeries[];
  /** In rising order of time; at least one. */
  steps: readonly ShareStep[];
  flags: readonly ReleaseFlag[];
  from: number;
  to: number;
  /** Washed from here on, while the split is held. */
  heldFrom?: number | null;
  /** The number of the release whose flag stands out. */
  selected: number | null;
  /** Names the step that begins at a point: "Nov 18, 6:00 AM, release 14". */
  nameOf: (step: number) => string;
  readout: (cursor: ChartCursor) => string;
  tooltip: (cursor: ChartCursor) => ReactNode;
  onOpen: (step: number) => void;
}

const FLAGS = FLAG_HEIGHT + 8;
const AXIS = 24;
const LEFT = 40;
/** Below this width letters stand over the chart instead of at its end. */
const ROOMY = 520;

/** Who got which share of new clicks, over time: a stack of steps, with the releases that made them as flags on top. */
export function SplitChart(props: SplitChartProps) {
  const [ref, width] = useWidth();
  const isRoomy = width === 0 || width >= ROOMY;
  return (
    <div ref={ref}>
      {!isRoomy && <SeriesKey series={props.series} />}
      <Stage {...props} isRoomy={isRoomy} height={isRoomy ? 280 : 220} />
    </div>
  );
}

function Stage(props: SplitChartProps & { isRoomy: boolean; height: number }) {
  const { label, series, steps, from, to, isRoomy, height } = props;
  const bottom = height - AXIS;
  const timeScale = (width: number) =>
    scaleLinear()
      .domain([from, to])
      .range([LEFT, width - (isRoomy ? endLabelWidth(series) : 0)]);
  return (
    <ChartStage
      label={label}
      height={height}
      points={steps.length}
      series={series.length}
      pointAt={(x, _, width) => stepAt(steps, timeScale(width).invert(x))}
      anchorOf={(point, width) => ({ x: middleOf(steps, point, to, timeScale(width)), y: FLAGS })}
      nameOf={props.nameOf}
      readout={props.readout}
      tooltip={props.tooltip}
      onOpen={props.onOpen}
    >
      {(width, cursor) => <Plot {...props} x={timeScale(width)} width={width} bottom={bottom} cursor={cursor} />}
    </ChartStage>
  );
}

type TimeScale = (at: number) => number;

interface PlotProps extends SplitChartProps {
  isRoomy: boolean;
  height: number;
  x: TimeScale;
  width: number;
  bottom: number;
  cursor: ChartCursor | null;
}

function Plot({
  series,
  steps,
  flags,
  from,
  to,
  heldFrom,
  selected,
  isRoomy,
  height,
  x,
  width,
  bottom,
  cursor,
}: PlotProps) {
  const zone = useZone();
  const clipId = useId();
  const right = width - (isRoomy ? endLabelWidth(series) : 0);
  const y = scaleLinear().domain([0, TOTAL_BASIS_POINTS]).range([bottom, FLAGS]);
  const bands = series.map((_, i) => bandOf(steps, i, to));
  return (
    <svg aria-hidden="true" width={width} height={height} className="block overflow-visible">
      <clipPath id={clipId}>
        <rect x={LEFT} y={FLAGS} width={Math.max(0, right - LEFT)} height={bottom - FLAGS} />
      </clipPath>
      {[0, 0.5, 1].map((share) => (
        <text
          key={share}
          x={LEFT - 8}
          y={y(share * TOTAL_BASIS_POINTS) + 4}
          textAnchor="end"
          className="fill-subtle text-12"
        >
          {share * 100}%
        </text>
      ))}
      <g clipPath={`url(#${clipId})`}>
        <rect x={LEFT} y={FLAGS} width={Math.max(0, right - LEFT)} height={bottom - FLAGS} className="fill-sunken" />
        {series.map((one, i) => (
          <path
            key={one.key}
            d={bandPath(bands[i] ?? [], x, y)}
            style={{ fill: one.colour }}
            className="stroke-surface"
            strokeWidth={2}
            opacity={cursor?.series == null || cursor.series === i ? 1 : 0.35}
          />
        ))}
        {heldFrom != null && (
          <rect
            x={x(heldFrom)}
            y={FLAGS}
            width={Math.max(0, right - x(heldFrom))}
            height={bottom - FLAGS}
            className="fill-surface opacity-40"
          />
        )}
      </g>
      {cursor && <StepOutline steps={steps} point={cursor.point} to={to} x={x} bottom={bottom} />}
      <ReleaseFlags flags={flags} x={x} bottom={bottom} selected={selected} />
      <TimeAxis ticks={timeTicks(from, to, isRoomy ? 7 : 4, zone)} x={x} y={bottom} left={LEFT} right={right} />
      {isRoomy && <EndLetters ends={endsOf(series, steps, y)} x={right + 7} top={FLAGS + 6} bottom={bottom - 6} />}
    </svg>
  );
}

/** Where each share of the last step has its middle; agents without a share have no letter. */
function endsOf(series: readonly ChartSeries[], steps: readonly ShareStep[], y: (share: number) => number) {
  const last = steps.at(-1)?.shares ?? [];
  return series.flatMap((one, i) => {
    const share = last[i] ?? 0;
    return share > 0 ? [{ series: one, y: y(sum(last.slice(0, i)) + share / 2) }] : [];
  });
}

function StepOutline({
  steps,
  point,
  to,
  x,
  bottom,
}: {
  steps: readonly ShareStep[];
  point: number;
  to: number;
  x: TimeScale;
  bottom: number;
}) {
  const left = x(steps[point]?.at ?? to);
  const right = x(steps[point + 1]?.at ?? to);
  return (
    <rect
      x={left}
      y={FLAGS}
      width={Math.max(2, right - left)}
      height={bottom - FLAGS}
      className="fill-none stroke-text"
      strokeWidth={1.5}
    />
  );
}

const middleOf = (steps: readonly ShareStep[], point: number, to: number, x: TimeScale): number =>
  (x(steps[point]?.at ?? to) + x(steps[point + 1]?.at ?? to)) / 2;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
