import { line } from 'd3-shape';
import { useId } from 'react';

interface SeriesLineProps {
  points: readonly { x: number; y: number }[];
  colour: string;
  isLastOpen: boolean;
  emphasized: number | null;
}

/** A series; its last stretch is dashed while its bucket is open. One point alone is a dot. */
export function SeriesLine({ points, colour, isLastOpen, emphasized }: SeriesLineProps) {
  const path = line<{ x: number; y: number }>()
    .x((point) => point.x)
    .y((point) => point.y);
  const closed = isLastOpen ? points.slice(0, -1) : points;
  const dot = points[emphasized ?? -1] ?? (points.length === 1 ? points[0] : undefined);
  return (
    <>
      <path
        d={path(closed) ?? ''}
        style={{ stroke: colour }}
        className="fill-none"
        strokeWidth={2}
        strokeLinejoin="round"
      />
      {isLastOpen && (
        <path
          d={path(points.slice(-2)) ?? ''}
          style={{ stroke: colour }}
          className="fill-none"
          strokeWidth={2}
          strokeDasharray="4 4"
        />
      )}
      {dot && (
        <circle cx={dot.x} cy={dot.y} r={4} style={{ fill: colour }} className="stroke-surface" strokeWidth={2} />
      )}
    </>
  );
}

/** The ground of what is not complete yet. */
export function Hatch({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  const patternId = useId();
  return (
    <>
      <pattern id={patternId} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line y2={6} className="stroke-line" strokeWidth={2} />
      </pattern>
      <rect x={x} y={y} width={Math.max(0, width)} height={height} fill={`url(#${patternId})`} />
    </>
  );
}
