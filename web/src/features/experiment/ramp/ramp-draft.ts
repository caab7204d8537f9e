import { MINUTE_MS, type RampBreach } from '@alyson/schema';
import { formatCountOf } from '../../../ui/format/count.ts';
import { formatDuration } from '../../../ui/format/duration.ts';

/** How a person wants a split to be reached. Null: what stands in the field is no number. */
export interface RampDraft {
  pace: 'at_once' | 'steps';
  stepBasisPoints: number | null;
  intervalMinutes: number | null;
  onBreach: RampBreach;
}

export const FIRST_RAMP: RampDraft = { pace: 'at_once', stepBasisPoints: 1000, intervalMinutes: 60, onBreach: 'hold' };

const MOST_MINUTES = 7 * 24 * 60;

export interface RampPlan {
  steps: number;
  /** From the first step to the last. */
  lastsMs: number;
}

/** What is wrong with the entries, by field. */
export function rampFaults(
  { stepBasisPoints, intervalMinutes }: RampDraft,
  largestChange: number,
): { step?: string; interval?: string } {
  const isTooLarge = stepBasisPoints !== null && stepBasisPoints >= largestChange;
  const isNoInterval = intervalMinutes === null || intervalMinutes < 1 || intervalMinutes > MOST_MINUTES;
  return {
    ...(stepBasisPoints === null || stepBasisPoints < 1
      ? { step: 'Type a number from 0.01, with at most two decimals.' }
      : isTooLarge && { step: 'One step would be enough. Take smaller steps, or publish at once.' }),
    ...(isNoInterval && { interval: 'Type whole minutes, from 1 to 10,080 (a week).' }),
  };
}

/** @param largestChange  of one agent's weight, in basis points; @returns null while the entries are no plan */
export function planRamp(draft: RampDraft, largestChange: number): RampPlan | null {
  const { stepBasisPoints, intervalMinutes } = draft;
  const faults = rampFaults(draft, largestChange);
  if (faults.step || faults.interval || stepBasisPoints === null || intervalMinutes === null) return null;
  const steps = Math.ceil(largestChange / stepBasisPoints);
  return { steps, lastsMs: (steps - 1) * intervalMinutes * MINUTE_MS };
}

export const planText = ({ steps, lastsMs }: RampPlan): string =>
  `${formatCountOf(steps, 'step')}: the first now, the last in ${formatDuration(lastsMs)} at the earliest.`;
