import type { ReportOutcome } from '@alyson/schema';
import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  Copy,
  FileQuestion,
  Hourglass,
  type LucideIcon,
  ShieldQuestion,
  Unlink,
} from 'lucide-react';

interface OutcomeText {
  label: string;
  meaning: string;
  icon: LucideIcon;
  colour: string;
}

/** What became of a report, for people. */
export const OUTCOME: Record<ReportOutcome, OutcomeText> = {
  accepted: { label: 'Accepted', meaning: 'It was counted for its click.', icon: CircleCheck, colour: 'text-positive' },
  orphan: {
    label: 'Orphan',
    meaning: 'It matched no click yet; it joins when its click arrives.',
    icon: Unlink,
    colour: 'text-warning',
  },
  duplicate: {
    label: 'Duplicate',
    meaning: 'The same event had come before; it counted once.',
    icon: Copy,
    colour: 'text-muted',
  },
  rejected: {
    label: 'Rejected',
    meaning: 'Its signature or its time was wrong; nothing was counted.',
    icon: CircleAlert,
    colour: 'text-negative',
  },
  unmapped: {
    label: 'Not readable',
    meaning: 'It was signed, but its body is no event that is known here.',
    icon: FileQuestion,
    colour: 'text-negative',
  },
  unauthenticated: {
    label: 'Not proven',
    meaning: 'Nothing proves that this buyer sent it; it was kept, and counted in nothing.',
    icon: ShieldQuestion,
    colour: 'text-warning',
  },
  skipped: {
    label: 'Passed over',
    meaning: 'The mapping finds no event in it; nothing was counted.',
    icon: CircleSlash,
    colour: 'text-muted',
  },
  waiting: {
    label: 'Waiting',
    meaning: 'It is part of a file that nobody has applied yet.',
    icon: Hourglass,
    colour: 'text-muted',
  },
};

export function OutcomeTag({ outcome }: { outcome: ReportOutcome }) {
  const { label, icon: Icon, colour } = OUTCOME[outcome];
  return (
    <span className="inline-flex items-center align-middle gap-2 whitespace-nowrap">
      <Icon aria-hidden="true" className={`size-4 ${colour}`} strokeWidth={1.75} />
      {label}
    </span>
  );
}
