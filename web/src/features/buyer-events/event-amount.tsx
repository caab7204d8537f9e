import type { BuyerEvent } from '@alyson/schema';
import { Money } from '../../ui/values/money.tsx';
import { NotAvailable } from '../../ui/values/not-available.tsx';

/** The money of an event: a reversal takes its sale back whole and names no amount of its own. */
export function EventAmount({ kind, amount }: Pick<BuyerEvent, 'kind' | 'amount'>) {
  if (kind === 'reversal') return <span className="whitespace-nowrap text-muted">whole sale</span>;
  return amount ? <Money value={amount} /> : <NotAvailable because="No amount was reported." />;
}
