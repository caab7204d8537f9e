import { useId } from 'react';
import { AgentChip } from '../agent-chip.tsx';
import type { ChartSeries } from './chart-series.ts';

export interface FunnelStage {
  label: string;
  /** Null: nobody tells us. */
  count: number | null;
  /** From the stage before, `8.4% (6–11%)`; null on the first stage. */
  rate: string | null;
  /** Of young clicks, so many more are expected. */
  toCome: number;
}

interface FunnelProps {
  agents: readonly { series: ChartSeries; stages: readonly FunnelStage[] }[];
  /** The length of a whole bar: the largest count of all agents, so that bars compare. */
  whole: number;
  formatCount: (count: number) => string;
}

/** From click to sale, agent by agent, all bars on one scale from zero. A stage that is not tracked says so. */
export function Funnel({ agents, whole, formatCount }: FunnelProps) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,300px),1fr))] gap-x-8 gap-y-6">
      {agents.map(({ series, stages }) => (
        <table key={series.key} className="w-full text-13">
          <caption className="mb-1 text-left">
            {/* Without a width of its own, so that a long name is cut and never widens the table. */}
            <span className="flex w-0 min-w-full">
              <AgentChip letter={series.letter} name={series.name} />
            </span>
          </caption>
          <tbody>
            {stages.map((stage) => (
              <StageRow
                key={stage.label}
                stage={stage}
                whole={whole}
                colour={series.colour}
                formatCount={formatCount}
              />
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

interface StageRowProps extends Pick<FunnelProps, 'whole' | 'formatCount'> {
  stage: FunnelStage;
  colour: string;
}

const StageRow = ({ stage: { label, count, rate, toCome }, whole, colour, formatCount }: StageRowProps) => (
  <tr className="h-8">
    <th scope="row" className="w-px pr-3 text-left font-normal whitespace-nowrap text-muted">
      {label}
    </th>
    {count === null ? (
      <td colSpan={2} className="text-subtle">
        Not tracked
      </td>
    ) : (
      <>
        <td className="p-0">
          <Bar count={count} toCome={toCome} whole={whole} colour={colour} />
        </td>
        <td className="w-px pl-3 text-right leading-tight whitespace-nowrap tabular-nums">
          {formatCount(count)}
          {toCome > 0 && <span className="text-subtle"> +{formatCount(toCome)} to come</span>}
          {rate && <span className="block text-12 text-subtle">{rate}</span>}
        </td>
      </>
    )}
  </tr>
);

/** What is still to come is hatched: no bar may look shorter than it will be. */
function Bar({
  count,
  toCome,
  whole,
  colour,
}: Pick<FunnelStage, 'toCome'> & { count: number; whole: number; colour: string }) {
  const patternId = useId();
  const part = (of: number) => `${whole > 0 ? Math.min(100, (of / whole) * 100) : 0}%`;
  return (
    <svg aria-hidden="true" width="100%" height={14} className="block">
      <pattern id={patternId} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={2} height={5} style={{ fill: colour }} />
      </pattern>
      <rect width="100%" height={14} rx={2} className="fill-sunken" />
      {toCome > 0 && <rect width={part(count + toCome)} height={14} rx={2} fill={`url(#${patternId})`} />}
      <rect width={part(count)} height={14} rx={2} style={{ fill: colour }} />
    </svg>
  );
}
