import type { Objective } from '@alyson/schema';
import { formatRpc } from '../../ui/format/money.ts';
import { formatRate } from '../../ui/format/percent.ts';
import { formatRateRange, formatRpcRange } from '../../ui/format/range.ts';

/** How the quantity that an experiment optimizes is called and written. */
export interface ObjectiveFormat {
  name: 'RPC' | 'CVR';
  value: (mean: number) => string;
  range: (bounds: { low: number; high: number }) => string;
}

/** @param currency ISO 4217 code of the experiment, for RPC */
export function objectiveFormat(objective: Objective, currency: string): ObjectiveFormat {
  switch (objective) {
    case 'rpc':
      return {
        name: 'RPC',
        value: (mean) => formatRpc(mean, currency),
        range: (bounds) => formatRpcRange(bounds, currency),
      };
    case 'cvr':
      return { name: 'CVR', value: formatRate, range: formatRateRange };
    default:
      return objective satisfies never;
  }
}
