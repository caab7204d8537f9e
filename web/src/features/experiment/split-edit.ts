import { roundToBasisPoints, sumOfWeights, TOTAL_BASIS_POINTS } from '@alyson/schema';

/** One agent's field of the split editor: `text` is what was typed, and stays as typed. */
export interface SplitEntry {
  agentId: string;
  text: string;
}

/** A divider may move by this at a time, in basis points. */
export const DIVIDER_STEP = 50;
export const DIVIDER_BIG_STEP = 500;

/**
 * Reads a share as typed: `12`, `12.5`, `12,5 %`.
 *
 * @returns basis points, or null when it is no share of 0 to 100 with at most two decimals
 */
export function parseShare(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?\s*%?$/.exec(text.trim());
  if (!match) return null;
  const basisPoints = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return basisPoints <= TOTAL_BASIS_POINTS ? basisPoints : null;
}

/** A share as the fields write it: `12.5`, without the sign that stands beside the field. */
export const shareText = (basisPoints: number): string => String(basisPoints / 100);

export const entriesOf = (weights: readonly { agentId: string; weightBasisPoints: number }[]): SplitEntry[] =>
  weights.map(({ agentId, weightBasisPoints }) => ({ agentId, text: shareText(weightBasisPoints) }));

/** The shares of the fields in basis points; null where a field cannot be read. */
export const sharesOf = (entries: readonly SplitEntry[]): (number | null)[] =>
  entries.map((entry) => parseShare(entry.text));

/** The sum of what can be read. */
export const totalOf = (entries: readonly SplitEntry[]): number =>
  sumOfWeights(sharesOf(entries).map((share) => share ?? 0));

const withShares = (entries: readonly SplitEntry[], shares: readonly number[]): SplitEntry[] =>
  entries.map((entry, i) => ({ ...entry, text: shareText(shares[i] ?? 0) }));

/** The same share for everybody, to the basis point. */
export const evenSplit = (entries: readonly SplitEntry[]): SplitEntry[] =>
  withShares(entries, roundToBasisPoints(entries.map(() => 1)));

/** The same proportions, summing to 100%. Unreadable fields count as 0; without any share it is the even split. */
export function scaleTo100(entries: readonly SplitEntry[]): SplitEntry[] {
  const shares = sharesOf(entries).map((share) => share ?? 0);
  return shares.some((share) => share > 0) ? withShares(entries, roundToBasisPoints(shares)) : evenSplit(entries);
}

/** Moves the divider right of `index` by `by` basis points: what one neighbour gains, the other loses. Nobody falls below 0. */
export function moveDivider(entries: readonly SplitEntry[], index: number, by: number): SplitEntry[] {
  const shares = sharesOf(entries).map((share) => share ?? 0);
  const left = shares[index] ?? 0;
  const right = shares[index + 1] ?? 0;
  const step = Math.max(-left, Math.min(right, by));
  return entries.map((entry, i) => {
    if (i === index) return { ...entry, text: shareText(left + step) };
    if (i === index + 1) return { ...entry, text: shareText(right - step) };
    return entry;
  });
}
