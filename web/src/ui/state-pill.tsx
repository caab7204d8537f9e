import type { ExperimentState, Mode } from '@alyson/schema';
import { clsx } from 'clsx';
import {
  Archive,
  CircleCheck,
  CirclePause,
  CirclePlay,
  CircleStop,
  Clock,
  Hand,
  type LucideIcon,
  PencilLine,
  Sparkle,
} from 'lucide-react';

type Tone = 'live' | 'optimizer' | 'warning' | 'quiet';

const TONE: Record<Tone, string> = {
  live: 'bg-positive-ground text-positive',
  // The highlighter means one thing: the optimizer is at work here.
  optimizer: 'bg-highlighter text-on-highlighter',
  warning: 'bg-warning-ground text-warning',
  quiet: 'bg-sunken text-muted',
};

interface StatePillProps {
  state: ExperimentState;
  mode: Mode;
  heldSince: string | null;
  /** Its clicks of the day are used up. */
  isCapped?: boolean;
}

/** What an experiment is doing, in one word. */
export function StatePill(experiment: StatePillProps) {
  const { text, icon: Icon, tone } = pillOf(experiment);
  return (
    <span
      className={clsx(
        'inline-flex h-6 align-middle shrink-0 items-center gap-1.5 rounded-chip px-2 text-12 font-medium whitespace-nowrap',
        TONE[tone],
      )}
    >
      <Icon aria-hidden="true" className="size-3.5" strokeWidth={2} />
      {text}
    </span>
  );
}

function pillOf({ state, mode, heldSince, isCapped }: StatePillProps): { text: string; icon: LucideIcon; tone: Tone } {
  switch (state) {
    case 'running':
      if (isCapped) return { text: 'Capped for today', icon: CircleStop, tone: 'warning' };
      if (heldSince) return { text: 'Held', icon: Hand, tone: 'warning' };
      return mode === 'auto'
        ? { text: 'Auto-optimizing', icon: Sparkle, tone: 'optimizer' }
        : { text: 'Running', icon: CirclePlay, tone: 'live' };
    case 'paused':
      return { text: 'Paused', icon: CirclePause, tone: 'warning' };
    case 'draft':
      return { text: 'Draft', icon: PencilLine, tone: 'quiet' };
    case 'scheduled':
      return { text: 'Scheduled', icon: Clock, tone: 'quiet' };
    case 'completed':
      return { text: 'Ended', icon: CircleCheck, tone: 'quiet' };
    case 'archived':
      return { text: 'Archived', icon: Archive, tone: 'quiet' };
    default:
      return state satisfies never;
  }
}
