import type { ClickSummary, ExperimentListItem } from '@alyson/schema';
import { currentSplit } from '../../lib/current-split.ts';
import { AgentChip } from '../../ui/agent-chip.tsx';
import { Card } from '../../ui/card.tsx';
import { formatCountOf } from '../../ui/format/count.ts';
import { formatRate, formatWeight } from '../../ui/format/percent.ts';
import { TextLink } from '../../ui/link-button.tsx';
import { agentNumberOf, seriesColour } from '../../ui/series.ts';
import { clickShares, type ExperimentClicks } from './click-shares.ts';
import { expectedShare } from './expected-share.ts';

/** As many experiments as are compared at a time. */
const MOST_EXPERIMENTS = 4;

interface AgentSharesProps {
  clicks: readonly ClickSummary[];
  experiments: readonly ExperimentListItem[];
}

/** Whether the clicks that are shown went where the weights say, as far as so few can tell. */
export function AgentShares({ clicks, experiments }: AgentSharesProps) {
  const shares = clickShares(clicks).slice(0, MOST_EXPERIMENTS);
  return (
    <Card
      title="Share by agent"
      note="Of the clicks shown, against the weights now. The bracket is where chance alone puts 95 of 100 such counts."
    >
      {shares.length === 0 && <p className="text-14 text-muted">No click here reached an agent yet.</p>}
      <div className="flex flex-col gap-6">
        {shares.map((share) => {
          const experiment = experiments.find((item) => item.id === share.experimentId);
          return experiment && <Shares key={share.experimentId} share={share} experiment={experiment} />;
        })}
      </div>
    </Card>
  );
}

function Shares({ share, experiment }: { share: ExperimentClicks; experiment: ExperimentListItem }) {
  const split = currentSplit(experiment.agents);
  return (
    <section>
      <h3 className="text-14 font-medium">
        <TextLink to="/experiments/$experimentId" params={{ experimentId: experiment.id }}>
          {experiment.name}
        </TextLink>
      </h3>
      <p className="mb-2 text-12 text-subtle">{formatCountOf(share.clicks, 'click')}</p>
      <table className="w-full text-13">
        <caption className="sr-only">Shares of clicks in {experiment.name}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Agent</th>
            <th scope="col">Share shown</th>
            <th scope="col">Share</th>
            <th scope="col">Weight</th>
          </tr>
        </thead>
        <tbody>
          {experiment.agents
            .filter(({ state }) => state !== 'archived')
            .map((agent) => {
              const weight = split.get(agent.id) ?? 0;
              const seen = (share.byAgent.get(agent.id) ?? 0) / share.clicks;
              return (
                <tr key={agent.id} className="h-8">
                  <th scope="row" className="w-px pr-3 text-left font-normal">
                    <AgentChip letter={agent.letter} state={agent.state} />
                  </th>
                  <td className="p-0">
                    <ShareBar seen={seen} weight={weight} clicks={share.clicks} letter={agent.letter} />
                  </td>
                  <td className="w-px pl-3 text-right font-medium tabular-nums">{formatRate(seen)}</td>
                  <td className="w-px pl-2 text-right whitespace-nowrap text-subtle tabular-nums">
                    of {formatWeight(weight)}
                  </td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </section>
  );
}

interface ShareBarProps {
  /** From 0 to 1. */
  seen: number;
  weight: number;
  clicks: number;
  letter: string;
}

/** What was seen as a bar, what was to be expected as a bracket around the weight's tick. */
function ShareBar({ seen, weight, clicks, letter }: ShareBarProps) {
  const expected = expectedShare(weight, clicks);
  const percent = (share: number) => `${share * 100}%`;
  return (
    <svg aria-hidden="true" width="100%" height={20} className="block overflow-visible">
      <rect y={5} width="100%" height={10} rx={2} className="fill-sunken" />
      <rect y={5} width={percent(seen)} height={10} rx={2} style={{ fill: seriesColour(agentNumberOf(letter)) }} />
      <line x1={percent(expected.low)} x2={percent(expected.high)} y1={1.5} y2={1.5} className="stroke-text" />
      <line x1={percent(expected.low)} x2={percent(expected.low)} y1={1} y2={5} className="stroke-text" />
      <line x1={percent(expected.high)} x2={percent(expected.high)} y1={1} y2={5} className="stroke-text" />
      <line
        x1={percent(weight / 10_000)}
        x2={percent(weight / 10_000)}
        y1={1}
        y2={18}
        className="stroke-text"
        strokeWidth={2}
      />
    </svg>
  );
}
