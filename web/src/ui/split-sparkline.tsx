import { DAY_MS, type ExperimentListItem, TOTAL_BASIS_POINTS } from '@alyson/schema';
import { agentNumberOf, seriesColour } from './series.ts';

const WIDTH = 96;
const HEIGHT = 24;
const SPAN_MS = 14 * DAY_MS;
/** Between two agents, so that neighbours never touch. */
const GAP = 1;

type SplitSparklineProps = Pick<ExperimentListItem, 'agents' | 'splits'> & {
  /** The right end, in epoch ms. */
  now: number;
};

/** The split over the last 14 days, or its whole life if that is shorter, as steps. The weights stand in words beside it. */
export function SplitSparkline({ agents, splits, now }: SplitSparklineProps) {
  const firstAt = Math.max(Date.parse(splits[0]?.at ?? '') || now, now - SPAN_MS);
  const toX = (at: number) => (WIDTH * Math.max(0, at - firstAt)) / Math.max(1, now - firstAt);
  const spans = splits.map(({ at, weights }, index) => ({
    at,
    weights,
    from: toX(Date.parse(at)),
    to: toX(Date.parse(splits[index + 1]?.at ?? '') || now),
  }));
  return (
    <svg
      aria-hidden="true"
      shapeRendering="crispEdges"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className="shrink-0 rounded-sm bg-sunken"
    >
      {spans.flatMap(({ at, from, to, weights }) =>
        bands(weights).map(({ top, height }, index) => {
          const agent = agents[index];
          if (!agent || height <= 0) return null;
          return (
            <rect
              key={`${at} ${agent.id}`}
              x={from}
              y={top}
              width={Math.max(0, to - from)}
              height={Math.max(0, height - GAP)}
              style={{ fill: seriesColour(agentNumberOf(agent.letter)) }}
            />
          );
        }),
      )}
    </svg>
  );
}

/** Agents in their order from the bottom up. */
function bands(weights: readonly number[]): { top: number; height: number }[] {
  let bottom = HEIGHT;
  return weights.map((weight) => {
    const height = (weight / TOTAL_BASIS_POINTS) * HEIGHT;
    bottom -= height;
    return { top: bottom, height };
  });
}
