import type { ExperimentResults } from '@alyson/schema';
import { currentSplit } from '../../../lib/current-split.ts';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { formatMoney } from '../../../ui/format/money.ts';
import { formatRateOf } from '../../../ui/format/percent.ts';
import { formatRateRange, formatRpcRange } from '../../../ui/format/range.ts';
import { MetricStrip } from '../../../ui/metric-strip.tsx';
import { HeadlineCount } from '../../../ui/values/count.tsx';
import { HeadlineMoney, Rpc } from '../../../ui/values/money.tsx';
import { NotAvailable } from '../../../ui/values/not-available.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { blended } from './blended.ts';

/** The sums over all agents, with what the graded estimates expect of the split as it is now. */
export function ResultsStrip({ results }: { results: ExperimentResults }) {
  const { agents, currency } = useCurrentExperiment();
  const { clicks, botClicks, leads, sales, revenueMicros } = results.totals;
  const { directed } = results;
  const split = currentSplit(agents);
  const expected = (pick: 'rpc' | 'cvr') =>
    blended(results.agents.map((agent) => ({ share: split.get(agent.agentId) ?? 0, estimate: agent[pick] })));
  const [rpc, cvr] = [expected('rpc'), expected('cvr')];
  const noRange = 'No range before the first grades';
  return (
    <MetricStrip
      label="Sums over all agents"
      metrics={[
        {
          label: 'Clicks',
          meaning:
            'Clicks of people that the split gave to an agent. Left out are bots, and clicks that a link or a rule sent to one.',
          value: <HeadlineCount value={clicks} />,
          note: [
            botClicks > 0 ? `${formatCount(botClicks)} more by bots` : 'No bots seen',
            directed.clicks > 0 && `${formatCount(directed.clicks)} sent by links or rules`,
          ]
            .filter(Boolean)
            .join(', '),
        },
        {
          label: 'Revenue',
          meaning: 'What buyers reported for these clicks so far, net of adjustments and reversals.',
          value: <HeadlineMoney value={{ amountMicros: revenueMicros, currency }} />,
          note: [
            formatCountOf(sales, 'sale'),
            directed.revenueMicros !== 0 &&
              `${formatMoney({ amountMicros: directed.revenueMicros, currency })} more by links or rules`,
          ]
            .filter(Boolean)
            .join(', '),
        },
        {
          label: 'RPC',
          meaning:
            'Revenue divided by clicks, as counted so far. The range is what the newest grades expect of the split as it is now.',
          value: <Rpc revenueMicros={revenueMicros} clicks={clicks} currency={currency} />,
          note: rpc ? `Expected: ${formatRpcRange(rpc, currency)}` : noRange,
        },
        {
          label: 'CVR',
          meaning:
            'Leads divided by clicks, as counted so far. The range is what the newest grades expect of the split as it is now.',
          value: formatRateOf(leads, clicks) ?? <NotAvailable because="No clicks yet." />,
          note: cvr ? `Expected: ${formatRateRange(cvr)}` : noRange,
        },
        {
          label: 'Leads',
          meaning: 'Leads that buyers reported for these clicks so far.',
          value: <HeadlineCount value={leads} />,
        },
      ]}
    />
  );
}
