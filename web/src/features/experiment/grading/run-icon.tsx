import type { RunState } from '@alyson/schema';
import { Circle, Clock, Hand, LoaderCircle, type LucideIcon, Sparkle, Square } from 'lucide-react';

const LOOK: Record<RunState, { icon: LucideIcon; className: string }> = {
  queued: { icon: Clock, className: 'text-muted' },
  running: { icon: LoaderCircle, className: 'animate-spin text-muted' },
  // The optimizer's own mark: it moved the split.
  published: { icon: Sparkle, className: 'rounded-chip bg-highlighter text-on-highlighter' },
  no_change: { icon: Circle, className: 'text-muted' },
  held: { icon: Hand, className: 'text-warning' },
  failed: { icon: Square, className: 'text-negative' },
};

/** What came of a run, as a shape of its own; words stand beside it or name it. */
export function RunIcon({ state }: { state: RunState }) {
  const { icon: Icon, className } = LOOK[state];
  return <Icon aria-hidden="true" className={`size-5 p-0.5 ${className}`} strokeWidth={2} />;
}
