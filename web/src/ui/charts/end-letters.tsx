import type { ChartSeries } from './chart-series.ts';
import { spreadLabels } from './spread-labels.ts';

const GAP = 15;

/** How much room the letters at the lines' ends need. */
export const endLabelWidth = (series: readonly ChartSeries[]): number =>
  16 + 7 * Math.max(1, ...series.map((one) => one.letter.length));

interface EndLettersProps {
  /** Where each would stand best. */
  ends: readonly { series: ChartSeries; y: number }[];
  x: number;
  top: number;
  bottom: number;
}

/** Each agent's letter at its line's end, moved apart where lines end together. */
export function EndLetters({ ends, x, top, bottom }: EndLettersProps) {
  const places = spreadLabels(
    ends.map((end) => end.y),
    GAP,
    top,
    bottom,
  );
  return ends.map(({ series }, i) => (
    <g key={series.key} transform={`translate(${x},${places[i] ?? 0})`}>
      <rect x={-1} y={-6} width={3} height={12} style={{ fill: series.colour }} />
      <text x={6} y={4} className="fill-text text-12 font-semibold">
        {series.letter}
      </text>
    </g>
  ));
}
