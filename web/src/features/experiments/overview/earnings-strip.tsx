import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { MetricStrip } from '../../../ui/metric-strip.tsx';
import { HeadlineCount } from '../../../ui/values/count.tsx';
import { HeadlineMoney, Rpc } from '../../../ui/values/money.tsx';
import { Rate } from '../../../ui/values/percent.tsx';
import type { Earnings } from './earnings.ts';

/** What came in over the last 14 days, over all experiments. */
export function EarningsStrip({
  earnings: { currency, totals, directedClicks, otherCurrencies },
}: {
  earnings: Earnings;
}) {
  return (
    <MetricStrip
      label="Last 14 days"
      metrics={[
        {
          label: 'Revenue',
          meaning: 'What buyers reported for clicks of the last 14 days, net of adjustments and reversals.',
          value: <HeadlineMoney value={{ amountMicros: totals.revenueMicros, currency }} />,
          note:
            otherCurrencies.length > 0 ? `without ${otherCurrencies.join(', ')}` : formatCountOf(totals.sales, 'sale'),
        },
        {
          label: 'Clicks',
          meaning:
            'Clicks of people on all experiments, also those that a link or a rule sent to a page: an experiment counts only what its split decided. Bots and link previews are redirected too, and left out.',
          value: <HeadlineCount value={totals.clicks} />,
          note: [
            directedClicks > 0 && `${formatCount(directedClicks)} sent by links and rules`,
            `and ${formatCountOf(totals.botClicks, 'bot click')}`,
          ]
            .filter(Boolean)
            .join(', '),
        },
        {
          label: 'RPC',
          meaning: 'Revenue divided by clicks. Young clicks are in it, so it still rises as their revenue comes.',
          value: <Rpc revenueMicros={totals.revenueMicros} clicks={totals.clicks} currency={currency} />,
          note: totals.clicks > 0 && 'still rising with late revenue',
        },
        {
          label: 'CVR',
          meaning: 'Leads divided by clicks.',
          value: <Rate events={totals.leads} of={totals.clicks} />,
          note: formatCountOf(totals.leads, 'lead'),
        },
      ]}
    />
  );
}
