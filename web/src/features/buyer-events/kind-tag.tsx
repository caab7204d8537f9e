import type { BuyerEventKind } from '@alyson/schema';
import { BadgeDollarSign, type LucideIcon, Scale, Undo2, UserRoundPlus } from 'lucide-react';
import { KIND_LABEL } from './words.ts';

const ICON: Record<BuyerEventKind, LucideIcon> = {
  lead: UserRoundPlus,
  sale: BadgeDollarSign,
  adjustment: Scale,
  reversal: Undo2,
};

/** What a buyer reported. */
export function KindTag({ kind }: { kind: BuyerEventKind }) {
  const Icon = ICON[kind];
  return (
    <span className="inline-flex items-center align-middle gap-2 whitespace-nowrap">
      <Icon aria-hidden="true" className="size-4 text-muted" strokeWidth={1.75} />
      {KIND_LABEL[kind]}
    </span>
  );
}
