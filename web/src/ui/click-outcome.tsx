import type { ClickSummary } from '@alyson/schema';
import { Bot, Circle, CircleDollarSign, UserRoundCheck } from 'lucide-react';

type Outcome = Pick<ClickSummary, 'outcome' | 'isBot' | 'botReason'>;

/** What came of a click so far: nothing yet, a lead, a sale; or that a machine made it. */
export function ClickOutcome({ outcome, isBot, botReason }: Outcome) {
  if (isBot) {
    return (
      <Said icon={Bot} className="text-subtle" title={botReason ?? undefined}>
        Bot
      </Said>
    );
  }
  switch (outcome) {
    case 'none':
      return (
        <Said icon={Circle} className="text-subtle">
          Nothing yet
        </Said>
      );
    case 'lead':
      return (
        <Said icon={UserRoundCheck} className="text-text">
          Lead
        </Said>
      );
    case 'sale':
      return (
        <Said icon={CircleDollarSign} className="text-positive">
          Sale
        </Said>
      );
    default:
      return outcome satisfies never;
  }
}

interface SaidProps {
  icon: typeof Bot;
  className: string;
  title?: string | undefined;
  children: string;
}

const Said = ({ icon: Icon, className, title, children }: SaidProps) => (
  <span title={title} className={`inline-flex items-center gap-1.5 whitespace-nowrap ${className}`}>
    <Icon aria-hidden="true" className="size-3.5" strokeWidth={2} />
    {children}
  </span>
);
