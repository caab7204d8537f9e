import { sumOfWeights, TOTAL_BASIS_POINTS } from '@alyson/schema';
import { formatWeight } from '../../../ui/format/percent.ts';

/** What to do about weights that do not add up; null when they do. */
export function splitAdvice(weights: readonly (number | null)[]): string | null {
  if (weights.includes(null)) return 'One weight is no number. Write each as a percentage, such as 33.33.';
  const total = sumOfWeights(weights.map((weight) => weight ?? 0));
  if (total === TOTAL_BASIS_POINTS) return null;
  const missing = TOTAL_BASIS_POINTS - total;
  const fix = missing > 0 ? `Add ${exact(missing)} to any agent` : `Take ${exact(-missing)} from any agent`;
  return `Weights add up to ${exact(total)}. ${fix}, or scale to 100%.`;
}

interface Share {
  letter: string;
  weightBasisPoints: number;
}

/** Weights that the optimizer's exploration minimum will lift. */
export const splitWarnings = (shares: readonly Share[], floorBasisPoints: number): string[] =>
  shares
    .filter((share) => share.weightBasisPoints < floorBasisPoints)
    .map(
      ({ letter, weightBasisPoints }) =>
        `${letter} at ${formatWeight(weightBasisPoints)} is under the ${formatWeight(floorBasisPoints)} minimum. The optimizer will lift it.`,
    );

/** Two decimals, because the difference may be smaller than what weights are shown with. */
const exact = (basisPoints: number): string => `${basisPoints / 100}%`;
