import { formatChance, formatRateOf } from '../format/percent.ts';
import { NotAvailable } from './not-available.tsx';

/** Events per clicks: `8.4%`, with its counts where there was no event. */
export function Rate({ events, of }: { events: number; of: number }) {
  const text = formatRateOf(events, of);
  return text === null ? <NotAvailable because="No clicks yet." /> : <span className="whitespace-nowrap">{text}</span>;
}

export const Chance = ({ probability }: { probability: number }) => <span>{formatChance(probability)}</span>;
