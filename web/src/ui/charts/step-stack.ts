import { area, curveStepAfter } from 'd3-shape';

/** One stretch of time with constant shares, up to the next step. */
export interface ShareStep {
  /** Start, in epoch ms. */
  at: number;
  /** Basis points per series in the chart's order, summing to 10 000; null while nothing was shared out. */
  shares: readonly number[] | null;
}

interface BandPoint {
  at: number;
  low: number;
  high: number;
  isDrawn: boolean;
}

/**
 * The edges of one series' band in a stack that begins at the bottom with the first series.
 *
 * @returns one point per step and one at `end`, in basis points from the bottom
 */
export function bandOf(steps: readonly ShareStep[], series: number, end: number): BandPoint[] {
  const points = steps.map(({ at, shares }) => {
    const low = (shares ?? []).slice(0, series).reduce((sum, share) => sum + share, 0);
    return { at, low, high: low + (shares?.[series] ?? 0), isDrawn: shares !== null };
  });
  const last = points.at(-1);
  return last ? [...points, { ...last, at: end }] : [];
}

/** The band as an SVG path of steps: each share holds until the next step. */
export function bandPath(
  points: readonly BandPoint[],
  x: (at: number) => number,
  y: (share: number) => number,
): string {
  const path = area<BandPoint>()
    .x((point) => x(point.at))
    .y0((point) => y(point.low))
    .y1((point) => y(point.high))
    .curve(curveStepAfter);
  // A gap ends where it begins: the last drawn point is repeated there, or the band would stop one step early.
  return drawnRuns(points)
    .map((run) => path(run) ?? '')
    .join('');
}

function drawnRuns(points: readonly BandPoint[]): BandPoint[][] {
  const runs: BandPoint[][] = [];
  let run: BandPoint[] = [];
  for (const point of points) {
    if (point.isDrawn) {
      run.push(point);
      continue;
    }
    const last = run.at(-1);
    if (last) runs.push([...run, { ...last, at: point.at }]);
    run = [];
  }
  return run.length > 0 ? [...runs, run] : runs;
}

/** The step in force at `at`: the last one that began by then, or the first. -1 when there is none. */
export function stepAt(steps: readonly { at: number }[], at: number): number {
  const later = steps.findIndex((step) => step.at > at);
  if (later === -1) return steps.length - 1;
  return Math.max(0, later - 1);
}
