import type { ReleaseCause } from '@alyson/schema';
import { clsx } from 'clsx';
import { Gauge, RotateCcw, Sparkle, UserRound } from 'lucide-react';
import { flagKind } from './split-steps.ts';

const LOOK = {
  optimizer: {
    icon: Sparkle,
    className: 'rounded-chip border-highlighter-line bg-highlighter text-on-highlighter',
    who: 'by the optimizer',
  },
  person: { icon: UserRound, className: 'rounded-chip border-text bg-surface text-text', who: 'by a person' },
  cap: { icon: Gauge, className: 'rounded-chip border-text bg-surface text-text', who: 'by a daily cap' },
  rollback: { icon: RotateCcw, className: 'rounded-full border-text bg-surface text-text', who: 'a rollback' },
};

/** A release's number with the mark of who made it: only the optimizer's carries the highlighter. */
export function ReleaseMark({ number, cause }: { number: number; cause: ReleaseCause }) {
  const { icon: Icon, className, who } = LOOK[isCap(cause) ? 'cap' : flagKind({ cause })];
  return (
    <span
      className={clsx(
        'inline-flex h-6 shrink-0 items-center gap-1 border px-1.5 text-12 font-semibold tabular-nums',
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-3.5" strokeWidth={2} />
      {number}
      <span className="sr-only">, {who}</span>
    </span>
  );
}

const isCap = (cause: ReleaseCause) => cause === 'capped' || cause === 'uncapped';
