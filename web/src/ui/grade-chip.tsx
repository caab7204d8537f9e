import type { AgentGrade } from '@alyson/schema';
import { clsx } from 'clsx';

type Letter = NonNullable<AgentGrade['letter']>;

const COLOUR: Record<Letter, string> = {
  A: 'bg-grade-a text-on-grade-a',
  B: 'bg-grade-b text-on-grade-b',
  C: 'bg-grade-c text-on-grade-c',
  D: 'bg-grade-d text-on-grade-d',
  E: 'bg-grade-e text-on-grade-e',
  F: 'bg-grade-f text-on-grade-f',
};

/** A grade; the letter is always shown. Null: not graded yet. */
export function GradeChip({ letter }: { letter: string | null }) {
  const known = letter !== null && letter in COLOUR ? (letter as Letter) : null;
  return (
    <span
      className={clsx(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-chip text-13 font-semibold',
        known ? COLOUR[known] : 'border border-dashed border-field text-subtle',
      )}
    >
      <span className="sr-only">{known ? 'Grade ' : 'Not graded'}</span>
      {known ?? <span aria-hidden="true">—</span>}
    </span>
  );
}
