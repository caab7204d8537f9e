import type { Estimate } from '@alyson/schema';
import { useId } from 'react';
import { DENSITY_STOPS, densityReach } from './density-stops.ts';

interface IntervalMarkProps {
  estimate: Estimate;
  colour: string;
  /** Too little data for a gradient: a dashed line instead. */
  isThin: boolean;
  x: (value: number) => number;
  /** The middle of the mark. */
  y: number;
  /** Where the plot begins: no gradient runs past it. */
  left: number;
}

const BAR = 16;

/** One estimate: stronger colour is more likely, the bracket is the 95% range, the thick tick the estimate. */
export function IntervalMark({ estimate, colour, isThin, x, y, left }: IntervalMarkProps) {
  const gradientId = useId();
  const reach = densityReach(estimate);
  const [low, high] = [x(Math.max(0, estimate.low)), x(estimate.high)];
  return (
    <g>
      {!isThin && (
        <>
          <linearGradient id={gradientId} gradientUnits="userSpaceOnUse" x1={x(reach.low)} x2={x(reach.high)}>
            {DENSITY_STOPS.map((stop, i) => (
              <stop
                key={stop.z}
                offset={i / (DENSITY_STOPS.length - 1)}
                style={{ stopColor: colour }}
                stopOpacity={stop.opacity * 0.85}
              />
            ))}
          </linearGradient>
          <rect
            x={Math.max(left, x(Math.max(0, reach.low)))}
            y={y - BAR / 2}
            width={Math.max(0, x(reach.high) - Math.max(left, x(Math.max(0, reach.low))))}
            height={BAR}
            fill={`url(#${gradientId})`}
          />
        </>
      )}
      <path
        d={`M${low + 4} ${y - BAR / 2 - 3} H${low} V${y + BAR / 2 + 3} H${low + 4} M${high - 4} ${y - BAR / 2 - 3} H${high} V${y + BAR / 2 + 3} H${high - 4}`}
        className="fill-none stroke-text"
        strokeWidth={1.5}
      />
      {isThin && (
        <line x1={low} x2={high} y1={y} y2={y} style={{ stroke: colour }} strokeWidth={2} strokeDasharray="4 4" />
      )}
      <line
        x1={x(estimate.mean)}
        x2={x(estimate.mean)}
        y1={y - BAR / 2 - 4}
        y2={y + BAR / 2 + 4}
        className="stroke-text"
        strokeWidth={4}
      />
    </g>
  );
}
