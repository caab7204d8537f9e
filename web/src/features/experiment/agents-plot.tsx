import type { AgentResult, ExperimentResults } from '@alyson/schema';
import { useState } from 'react';
import { currentSplit } from '../../lib/current-split.ts';
import { ChartFigure } from '../../ui/charts/chart-figure.tsx';
import { type ChartTableData, textCell } from '../../ui/charts/chart-table.tsx';
import { IntervalPlot, type IntervalRow } from '../../ui/charts/interval-plot.tsx';
import { formatCount } from '../../ui/format/count.ts';
import { formatChance, formatWeight } from '../../ui/format/percent.ts';
import { Freshness } from '../../ui/freshness.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { seriesOf } from './agent-series.ts';
import { csvName } from './csv-name.ts';
import { useCurrentExperiment } from './current-experiment.ts';
import { estimatesFinding } from './findings.ts';
import { objectiveFormat } from './objective-format.ts';
import { useRuns } from './queries.ts';

/** Under this many clicks an estimate's shape is not shown, only its range. */
const THIN_CLICKS = 100;

type Quantity = 'rpc' | 'cvr';
type Order = 'weight' | 'estimate' | 'letter';

/** How much each agent earns or converts, with how sure that is. */
export function AgentsPlot({ results }: { results: ExperimentResults }) {
  const experiment = useCurrentExperiment();
  const [quantity, setQuantity] = useState<Quantity>(experiment.objective);
  const [order, setOrder] = useState<Order>('weight');
  const clicksOf = useGradedClicks();
  const format = objectiveFormat(quantity, experiment.currency);
  const split = currentSplit(experiment.agents);
  const estimated = inOrder(
    results.agents.flatMap((agent) => {
      const estimate = agent[quantity];
      return estimate ? [{ ...agent, estimate, share: split.get(agent.agentId) ?? 0 }] : [];
    }),
    order,
  );
  const rows = estimated.map(
    (agent): IntervalRow => ({
      series: seriesOf({ id: agent.agentId, letter: agent.letter, name: agent.name }),
      note: formatWeight(agent.share),
      estimate: agent.estimate,
      isThin: (clicksOf.get(agent.agentId) ?? agent.outcomes.clicks) < THIN_CLICKS,
      isOff: agent.state === 'off',
    }),
  );
  const inSplit = estimated.filter((agent) => agent.state === 'on');
  const average =
    inSplit.length > 1 ? inSplit.reduce((sum, agent) => sum + agent.estimate.mean, 0) / inSplit.length : null;
  const reading = (i: number) => estimated[i] && sentence(estimated[i], format.value, format.range, clicksOf);

  return (
    <ChartFigure
      title={`${format.name} by agent`}
      finding={
        rows.length > 0
          ? `${estimatesFinding(estimated, format.name)} Stronger colour is more likely; the thick line is the estimate, the bracket the 95% range${average === null ? '' : ', the dotted line an even split'}.`
          : 'The grader estimates each agent once there are enough clicks.'
      }
      table={tableOf(estimated, format.value)}
      csvName={csvName(`${quantity}-by-agent`, experiment.name, results)}
      tools={
        <span className="flex flex-wrap gap-2">
          <Segmented
            size="sm"
            label="Quantity"
            value={quantity}
            onChange={setQuantity}
            options={[
              { value: 'rpc', label: 'RPC' },
              { value: 'cvr', label: 'CVR' },
            ]}
          />
          <Segmented
            size="sm"
            label="Sort by"
            value={order}
            onChange={setOrder}
            options={[
              { value: 'weight', label: 'Weight' },
              { value: 'estimate', label: 'Estimate' },
              { value: 'letter', label: 'Letter' },
            ]}
          />
        </span>
      }
      footer={<Freshness what="Estimates" asOf={results.gradedAt} />}
    >
      {rows.length === 0 ? (
        <p className="py-10 text-center text-14 text-muted">Not graded yet, so there is nothing to estimate by.</p>
      ) : (
        <IntervalPlot
          label={`${format.name} by agent`}
          rows={rows}
          average={average}
          formatValue={format.value}
          formatRange={format.range}
          readout={(i) => reading(i)?.join(' ') ?? ''}
          tooltip={(i) => (
            <>
              <p className="font-semibold">
                {estimated[i]?.letter} {estimated[i]?.name}
              </p>
              {reading(i)
                ?.slice(1)
                .map((line) => (
                  <p key={line} className="mt-0.5 text-muted">
                    {line}
                  </p>
                ))}
            </>
          )}
        />
      )}
    </ChartFigure>
  );
}

type Estimated = AgentResult & { estimate: NonNullable<AgentResult['rpc']>; share: number };

function inOrder(agents: Estimated[], order: Order): Estimated[] {
  switch (order) {
    case 'weight':
      return agents.toSorted((a, b) => b.share - a.share);
    case 'estimate':
      return agents.toSorted((a, b) => b.estimate.mean - a.estimate.mean);
    case 'letter':
      return agents;
    default:
      return order satisfies never;
  }
}

/** How many clicks the newest grades were made from, by agent. */
function useGradedClicks(): ReadonlyMap<string, number> {
  const { id } = useCurrentExperiment();
  const graded = useRuns(id).data?.find((run) => (run.proposal?.predictions.length ?? 0) > 0);
  return new Map(graded?.proposal?.predictions.map((prediction) => [prediction.agentId as string, prediction.clicks]));
}

function sentence(
  agent: Estimated,
  value: (mean: number) => string,
  range: (bounds: { low: number; high: number }) => string,
  clicks: ReadonlyMap<string, number>,
): string[] {
  const from = clicks.get(agent.agentId);
  return [
    `${agent.letter}, ${agent.name}:`,
    `${value(agent.estimate.mean)}, 95% range ${range(agent.estimate)}.`,
    ...(from === undefined ? [] : [`Graded on ${formatCount(from)} clicks.`]),
    ...(agent.probabilityBest === null ? [] : [`Chance of being best ${formatChance(agent.probabilityBest)}.`]),
  ];
}

function tableOf(agents: readonly Estimated[], value: (mean: number) => string): ChartTableData {
  const number = (raw: number) => ({ text: value(raw), raw });
  return {
    columns: [
      { label: 'Agent' },
      { label: 'Estimate', isNumeric: true },
      { label: '95% low', isNumeric: true },
      { label: '95% high', isNumeric: true },
      { label: 'Chance of being best', isNumeric: true },
    ],
    rows: agents.map((agent) => ({
      key: agent.agentId,
      cells: [
        textCell(`${agent.letter} ${agent.name}`),
        number(agent.estimate.mean),
        number(Math.max(0, agent.estimate.low)),
        number(agent.estimate.high),
        agent.probabilityBest === null
          ? { text: '—', raw: null }
          : { text: formatChance(agent.probabilityBest), raw: agent.probabilityBest },
      ],
    })),
  };
}
