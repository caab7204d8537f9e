import { MICROS_PER_UNIT, type Money as MoneyValue } from '@alyson/schema';
import { formatHeadlineMoney, formatMoney, formatRpc } from '../format/money.ts';
import { Tooltip } from '../tooltip.tsx';
import { NotAvailable } from './not-available.tsx';

/** An amount, exact to the cent. */
export function Money({ value }: { value: MoneyValue }) {
  return <span className="whitespace-nowrap">{formatMoney(value)}</span>;
}

/** An amount in whole units; the exact one is a hover away. */
export function HeadlineMoney({ value }: { value: MoneyValue }) {
  return (
    <Tooltip text={formatMoney(value)}>
      <span className="whitespace-nowrap">{formatHeadlineMoney(value)}</span>
    </Tooltip>
  );
}

interface RpcProps {
  revenueMicros: number;
  clicks: number;
  currency: string;
}

/** Revenue per click, as it was counted. Without clicks there is none. */
export function Rpc({ revenueMicros, clicks, currency }: RpcProps) {
  if (clicks === 0) return <NotAvailable because="No clicks yet." />;
  return <span className="whitespace-nowrap">{formatRpc(revenueMicros / MICROS_PER_UNIT / clicks, currency)}</span>;
}
