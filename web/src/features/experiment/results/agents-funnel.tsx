import type { AgentResult, ExperimentResults } from '@alyson/schema';
import { ChartFigure } from '../../../ui/charts/chart-figure.tsx';
import { textCell } from '../../../ui/charts/chart-table.tsx';
import { Funnel, type FunnelStage } from '../../../ui/charts/funnel.tsx';
import { formatCount } from '../../../ui/format/count.ts';
import { formatRate } from '../../../ui/format/percent.ts';
import { Freshness } from '../../../ui/freshness.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { seriesOf } from './agent-series.ts';
import { csvName } from './csv-name.ts';
import { funnelFinding } from './findings.ts';

/** From click to lead to sale, agent by agent. Nothing tells the panel yet what happens on the page in between. */
export function AgentsFunnel({ results }: { results: ExperimentResults }) {
  const experiment = useCurrentExperiment();
  const agents = results.agents;
  const whole = Math.max(0, ...agents.map((agent) => agent.outcomes.clicks));
  return (
    <ChartFigure
      title="From click to sale"
      finding={funnelFinding(agents.map((agent) => ({ letter: agent.letter, ...agent.outcomes })))}
      table={{
        columns: [
          { label: 'Agent' },
          { label: 'Clicks', isNumeric: true },
          { label: 'Leads', isNumeric: true },
          { label: 'Sales', isNumeric: true },
        ],
        rows: agents.map((agent) => ({
          key: agent.agentId,
          cells: [
            textCell(`${agent.letter} ${agent.name}`),
            ...[agent.outcomes.clicks, agent.outcomes.leads, agent.outcomes.sales].map((raw) => ({
              text: formatCount(raw),
              raw,
            })),
          ],
        })),
      }}
      csvName={csvName('funnel', experiment.name, results)}
      footer={<Freshness what="Buyer reports" asOf={results.revenueAsOf} />}
    >
      <Funnel
        whole={whole}
        formatCount={formatCount}
        agents={agents.map((agent) => ({
          series: seriesOf({ id: agent.agentId, letter: agent.letter, name: agent.name }),
          stages: stagesOf(agent.outcomes),
        }))}
      />
    </ChartFigure>
  );
}

function stagesOf({ clicks, leads, sales }: AgentResult['outcomes']): FunnelStage[] {
  const rate = (count: number, of: number) => (of > 0 ? formatRate(count / of) : null);
  return [
    { label: 'Clicks', count: clicks, rate: null },
    { label: 'Page, quiz', count: null, rate: null },
    { label: 'Leads', count: leads, rate: rate(leads, clicks) },
    { label: 'Sales', count: sales, rate: rate(sales, leads) },
  ];
}
