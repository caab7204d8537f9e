import type { Estimate } from '@alyson/schema';
import { formatRpc } from '../format/money.ts';
import { formatRate } from '../format/percent.ts';
import { formatRateRange, formatRpcRange } from '../format/range.ts';

interface EstimateProps {
  estimate: Estimate;
  /** Gives RPC its currency; a CVR has none. */
  currency?: string;
}

/** An estimate over its 95% range: no point is shown alone. */
export function EstimateWithRange({ estimate, currency }: EstimateProps) {
  return (
    <span className="inline-flex flex-col whitespace-nowrap">
      <span>{currency ? formatRpc(estimate.mean, currency) : formatRate(estimate.mean)}</span>
      <span className="text-12 text-subtle">
        {currency ? formatRpcRange(estimate, currency) : formatRateRange(estimate)}
      </span>
    </span>
  );
}
