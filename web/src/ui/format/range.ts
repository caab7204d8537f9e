import { formatRpc } from './money.ts';
import { formatRate } from './percent.ts';

interface Bounds {
  low: number;
  high: number;
}

/** `$1.71 to $1.97`; never below zero, because no click costs a buyer's money back. */
export const formatRpcRange = ({ low, high }: Bounds, currency: string): string =>
  `${formatRpc(Math.max(0, low), currency)} to ${formatRpc(Math.max(0, high), currency)}`;

/** `8.1% to 8.7%`; within 0% and 100%. */
export const formatRateRange = ({ low, high }: Bounds): string =>
  `${formatRate(Math.max(0, low))} to ${formatRate(Math.min(1, high))}`;
