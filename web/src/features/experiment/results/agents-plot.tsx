import type { ExperimentResults } from '@alyson/schema';
import { useState } from 'react';
import { currentSplit } from '../../../lib/current-split.ts';
import { ChartFigure } from '../../../ui/charts/chart-figure.tsx';
import { IntervalPlot, type IntervalRow } from '../../../ui/charts/interval-plot.tsx';
import { formatWeight } from '../../../ui/format/percent.ts';
import { Freshness } from '../../../ui/freshness.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { useRuns } from '../grading/queries.ts';
import { objectiveFormat } from '../objective-format.ts';
import {
  type AgentEstimate,
  type EstimateOrder,
  estimateLines,
  estimatesTable,
  evenSplitAverage,
  inOrder,
} from './agent-estimates.ts';
import { seriesOf } from './agent-series.ts';
import { csvName } from './csv-name.ts';
import { estimatesFinding } from './findings.ts';

/** Under this many clicks an estimate's shape is not shown, only its range. */
const THIN_CLICKS = 100;

type Quantity = 'rpc' | 'cvr';

/** How much each agent earns or converts, with how sure that is. */
export function AgentsPlot({ results }: { results: ExperimentResults }) {
  const experiment = useCurrentExperiment();
  const [quantity, setQuantity] = useState<Quantity>(experiment.objective);
  const [order, setOrder] = useState<EstimateOrder>('weight');
  const gradedClicks = useGradedClicks();
  const format = objectiveFormat(quantity, experiment.currency);
  const split = currentSplit(experiment.agents);
  const agents = inOrder(
    results.agents.flatMap((agent) => {
      const estimate = agent[quantity];
      if (!estimate) return [];
      return [
        {
          ...agent,
          estimate,
          share: split.get(agent.agentId) ?? 0,
          gradedClicks: gradedClicks.get(agent.agentId) ?? null,
        },
      ];
    }),
    order,
  );
  const average = evenSplitAverage(agents);
  const lines = (i: number) => (agents[i] ? estimateLines(agents[i], format) : []);

  return (
    <ChartFigure
      title={`${format.name} by agent`}
      finding={
        agents.length > 0
          ? `${estimatesFinding(agents, format.name)} Stronger colour is more likely; the thick line is the estimate, the bracket the 95% range${average === null ? '' : ', the dotted line an even split'}.`
          : 'The grader estimates each agent once there are enough clicks.'
      }
      table={estimatesTable(agents, format.value)}
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
      {agents.length === 0 ? (
        <p className="py-10 text-center text-14 text-muted">Not graded yet, so there is nothing to estimate by.</p>
      ) : (
        <IntervalPlot
          label={`${format.name} by agent`}
          rows={agents.map(rowOf)}
          average={average}
          formatValue={format.value}
          formatRange={format.range}
          readout={(i) => `${agents[i]?.letter}, ${agents[i]?.name}: ${lines(i).join(' ')}`}
          tooltip={(i) => (
            <>
              <p className="font-semibold">
                {agents[i]?.letter} {agents[i]?.name}
              </p>
              {lines(i).map((line) => (
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

const rowOf = (agent: AgentEstimate): IntervalRow => ({
  series: seriesOf({ id: agent.agentId, letter: agent.letter, name: agent.name }),
  note: formatWeight(agent.share),
  estimate: agent.estimate,
  isThin: agent.gradedClicks !== null && agent.gradedClicks < THIN_CLICKS,
  state: agent.state,
});

/** How many clicks the newest grades were made from, by agent. */
function useGradedClicks(): ReadonlyMap<string, number> {
  const { id } = useCurrentExperiment();
  const graded = useRuns(id).data?.find((run) => (run.proposal?.predictions.length ?? 0) > 0);
  return new Map(graded?.proposal?.predictions.map((prediction) => [prediction.agentId as string, prediction.clicks]));
}
