import { type Optimization, TOTAL_BASIS_POINTS } from '@alyson/schema';
import { formatPoints } from '../../../ui/format/change.ts';
import { formatWeight } from '../../../ui/format/percent.ts';

export interface EnteredWeight {
  letter: string;
  from: number;
  /** Null: its field cannot be read, so nothing is said about it. */
  to: number | null;
  grade: string | null;
  /** As the checker found it, and not because it reaches no page at all. */
  isPageFailing: boolean;
}

/** What a split that sums to something else must hear; null at 100%. Nothing is changed for the person. */
export function totalProblem(total: number): string | null {
  const difference = TOTAL_BASIS_POINTS - total;
  if (difference === 0) return null;
  const percent = (basisPoints: number) => `${basisPoints / 100}%`;
  const fix = difference > 0 ? `Add ${percent(difference)} to` : `Take ${percent(-difference)} from`;
  return `Weights add up to ${percent(total)}. ${fix} any agent, or scale to 100%.`;
}

/** Where a person's split goes past the limits that the optimizer keeps, or to a page that fails. Warnings: a person may. */
export function splitWarnings(
  entered: readonly EnteredWeight[],
  { floorBasisPoints, stepBasisPoints }: Pick<Optimization, 'floorBasisPoints' | 'stepBasisPoints'>,
): string[] {
  return entered.flatMap(({ letter, from, to, grade, isPageFailing }) => {
    if (to === null || to === from) return [];
    const warnings: string[] = [];
    if (to === TOTAL_BASIS_POINTS)
      warnings.push(`${letter} gets every click, so nothing more is learned about the others.`);
    if (isPageFailing && to > from) warnings.push(`The page of ${letter} is failing, and more clicks would go there.`);
    if (to === 0 && grade === 'A') warnings.push(`${letter} is graded A and would get no clicks.`);
    else if (to < floorBasisPoints)
      warnings.push(`${letter} at ${formatWeight(to)} is under the ${formatWeight(floorBasisPoints)} minimum.`);
    if (Math.abs(to - from) > stepBasisPoints)
      warnings.push(
        `${letter} moves by ${formatPoints(Math.abs(to - from)).replace('+', '')}, more than the ${stepBasisPoints / 100}-point limit per release.`,
      );
    return warnings;
  });
}
