import { type Experiment, roundToBasisPoints, sumOfWeights } from '@alyson/schema';

/** One agent's share in the split editor; null while its field holds nothing readable. */
export interface SplitEntry {
  agentId: string;
  basisPoints: number | null;
}

/** What a person has typed, and the experiment it was typed on: a newer one is a conflict, not a reason to forget it. */
export interface SplitDraft {
  base: Experiment;
  entries: SplitEntry[];
}

/** How far a divider moves at a time, in basis points. */
export const DIVIDER_STEP = 50;
export const DIVIDER_BIG_STEP = 500;

export const entriesOf = (split: ReadonlyMap<string, number>): SplitEntry[] =>
  [...split].map(([agentId, basisPoints]) => ({ agentId, basisPoints }));

export const sharesOf = (entries: readonly SplitEntry[]): number[] => entries.map((entry) => entry.basisPoints ?? 0);

/** The sum of what can be read. */
export const totalOf = (entries: readonly SplitEntry[]): number => sumOfWeights(sharesOf(entries));

export const setShare = (entries: readonly SplitEntry[], agentId: string, basisPoints: number | null): SplitEntry[] =>
  entries.map((entry) => (entry.agentId === agentId ? { agentId, basisPoints } : entry));

const withShares = (entries: readonly SplitEntry[], shares: readonly number[]): SplitEntry[] =>
  entries.map((entry, i) => ({ ...entry, basisPoints: shares[i] ?? 0 }));

/** The same share for everybody, to the basis point. */
export const evenSplit = (entries: readonly SplitEntry[]): SplitEntry[] =>
  withShares(entries, roundToBasisPoints(entries.map(() => 1)));

/** The same proportions, summing to 100%. Unreadable fields count as 0; without any share it is the even split. */
export function scaleTo100(entries: readonly SplitEntry[]): SplitEntry[] {
  const shares = sharesOf(entries);
  return shares.some((share) => share > 0) ? withShares(entries, roundToBasisPoints(shares)) : evenSplit(entries);
}

/** Moves the divider right of `index` by `by` basis points: what one neighbour gains, the other loses. Nobody falls below 0. */
export function moveDivider(entries: readonly SplitEntry[], index: number, by: number): SplitEntry[] {
  const shares = sharesOf(entries);
  const left = shares[index] ?? 0;
  const right = shares[index + 1] ?? 0;
  const step = Math.max(-left, Math.min(right, by));
  return entries.map((entry, i) => {
    if (i === index) return { ...entry, basisPoints: left + step };
    if (i === index + 1) return { ...entry, basisPoints: right - step };
    return entry;
  });
}
