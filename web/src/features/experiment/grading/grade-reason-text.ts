import type { AgentGrade, GradeReason } from '@alyson/schema';
import { formatCount } from '../../../ui/format/count.ts';
import { formatChance, formatRate } from '../../../ui/format/percent.ts';
import type { ObjectiveFormat } from '../objective-format.ts';

/** One reason of a grade as a clause with its numbers, without a capital or a full stop. */
export function gradeReasonText(reason: GradeReason, format: ObjectiveFormat): string {
  switch (reason.code) {
    case 'too_few_clicks':
      return `${formatCount(reason.clicks)} of ${formatCount(reason.needed)} clicks needed to grade`;
    case 'likely_best':
      return `${formatChance(reason.probabilityBest)} likely to be best`;
    case 'behind_best':
      return `expected to fall ${formatRate(reason.lossShare)} short of ${reason.bestLetter}`;
    case 'overlaps_best':
      return `${format.name} range ${format.range(reason)} overlaps ${reason.bestLetter}'s`;
    case 'off':
      return 'off, so it gets no clicks';
    default:
      return reason satisfies never;
  }
}

/** A whole grade as a sentence: `C: RPC range $1.57 to $2.19 overlaps B's; expected to fall 12% short of B.` */
export function gradeText(
  { letter, reasons }: Pick<AgentGrade, 'letter' | 'reasons'>,
  format: ObjectiveFormat,
): string {
  const clauses = reasons.map((reason) => gradeReasonText(reason, format)).join('; ');
  const name = letter ?? 'Not graded';
  return clauses ? `${name}: ${clauses}.` : `${name}.`;
}
