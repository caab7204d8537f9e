import type { AgentGrade } from '@alyson/schema';
import { GradeChip } from '../../../ui/grade-chip.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { useCurrentExperiment } from '../current-experiment.ts';
import { objectiveFormat } from '../objective-format.ts';
import { gradeText } from './grade-reason-text.ts';

/** A grade that says why on hover and focus, and to a screen reader at once. */
export function GradeWithReason({ grade }: { grade: AgentGrade | null }) {
  const { objective, currency } = useCurrentExperiment();
  const text = grade ? gradeText(grade, objectiveFormat(objective, currency)) : 'Not graded: no grading run yet.';
  return (
    <Tooltip text={text}>
      <button type="button" className="cursor-help rounded-chip" aria-label={grade?.letter ? `Grade ${text}` : text}>
        <GradeChip letter={grade?.letter ?? null} />
      </button>
    </Tooltip>
  );
}
