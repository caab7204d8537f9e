import { AgentChip } from '../agent-chip.tsx';
import type { ChartSeries } from './chart-series.ts';

export interface FunnelStage {
  label: string;
  /** Null: nobody tells us. */
  count: number | null;
  /** `8.4% of clicks`; null on the first stage. */
  rate: string | null;
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
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,232px),1fr))] gap-x-8 gap-y-6">
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
              <tr key={stage.label} className="h-7">
                <th scope="row" className="w-px pr-3 text-left font-normal whitespace-nowrap text-muted">
                  {stage.label}
                </th>
                {stage.count === null ? (
                  <td colSpan={2} className="text-subtle">
                    Not tracked
                  </td>
                ) : (
                  <>
                    <td className="p-0">
                      <svg aria-hidden="true" width="100%" height={14} className="block">
                        <rect width="100%" height={14} rx={2} className="fill-sunken" />
                        <rect
                          width={`${whole > 0 ? (stage.count / whole) * 100 : 0}%`}
                          height={14}
                          rx={2}
                          style={{ fill: series.colour }}
                        />
                      </svg>
                    </td>
                    <td className="w-px pl-3 text-right whitespace-nowrap tabular-nums">
                      {formatCount(stage.count)}
                      {stage.rate && <span className="ml-2 inline-block w-12 text-12 text-subtle">{stage.rate}</span>}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
