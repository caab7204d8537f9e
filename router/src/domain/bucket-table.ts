import { type BucketTable, TOTAL_BASIS_POINTS } from '@alyson/schema';
import { hash32 } from './hash.ts';

/** The last round of R8; after it the choice is made by cumulative weight over the survivors. */
const LAST_ROUND = 16;

/** A bucket table as plain arrays: bucket `b` belongs to `owners[i]` for the first `i` with `b < ends[i]`. */
export interface CompiledTable {
  readonly ends: Uint16Array;
  readonly owners: Uint8Array;
  /** Basis points of each agent, by its index in the release. */
  readonly weights: readonly number[];
}

export function compileTable({ ends, owners }: BucketTable, agentCount: number): CompiledTable {
  const weights = new Array<number>(agentCount).fill(0);
  for (let i = 0; i < ends.length; i += 1) {
    const owner = owners[i] ?? 0;
    weights[owner] = (weights[owner] ?? 0) + (ends[i] ?? 0) - (ends[i - 1] ?? 0);
  }
  return { ends: Uint16Array.from(ends), owners: Uint8Array.from(owners), weights };
}

/** The hash of a unit in one round (R6, R8). Round 0 is the ordinary one. */
export const hashOfRound = (salt: number, unit: string, round: number): number =>
  hash32(unit, (salt + round * 0x9e3779b9) >>> 0);

/** Scales a 32-bit hash to 0 … `size` − 1. The product stays below 2^53 and the divisor is a power of two: exact. */
export const scaleHash = (hash: number, size: number): number => Math.floor((hash * size) / 2 ** 32);

/** The bucket of a unit, 0 … 9 999 (R6). */
export const bucketOf = (salt: number, unit: string, round = 0): number =>
  scaleHash(hashOfRound(salt, unit, round), TOTAL_BASIS_POINTS);

/** The index of the agent that owns a bucket. Binary search: tables are short lists of cut points. */
export function ownerOf({ ends, owners }: CompiledTable, bucket: number): number {
  let low = 0;
  let high = ends.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bucket < (ends[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return owners[low] ?? 0;
}

/** The weight in basis points of all eligible agents: what shares are renormalised over (R8). */
export const survivorsOf = (table: CompiledTable, agents: readonly Candidate[]): number =>
  table.weights.reduce((sum, weight, index) => sum + (agents[index]?.isEligible ? weight : 0), 0);

/** An agent as far as choosing goes. */
export interface Candidate {
  readonly isEligible: boolean;
}

/** Hears of each round: the bucket, and the index of its owner. */
export type OnRound = (round: number, bucket: number, index: number) => void;

/**
 * Chooses an agent for a unit: the bucket's owner, or where that one is not eligible the owner of the next round's
 * bucket, and so on (R8). Units of eligible owners stay where they are whatever happens to the others.
 *
 * @param survivors  the eligible agents' weight; above 0
 * @returns the agent's index, or its complement (`~index`) where the bucket's first owner was passed over
 */
export function chooseOwner(
  table: CompiledTable,
  salt: number,
  unit: string,
  agents: readonly Candidate[],
  survivors: number,
  onRound?: OnRound,
): number {
  for (let round = 0; round <= LAST_ROUND; round += 1) {
    const bucket = bucketOf(salt, unit, round);
    const index = ownerOf(table, bucket);
    onRound?.(round, bucket, index);
    if (agents[index]?.isEligible) return round === 0 ? index : ~index;
  }
  // A hash of its own: that of the last round is known to have fallen on an agent that cannot have the click.
  const point = scaleHash(hashOfRound(salt, unit, LAST_ROUND + 1), survivors);
  return ~survivorAt(table, point, agents);
}

/** The eligible agent at a point of the survivors' weights laid end to end. */
function survivorAt(table: CompiledTable, point: number, agents: readonly Candidate[]): number {
  let end = 0;
  for (let index = 0; index < table.weights.length; index += 1) {
    if (!agents[index]?.isEligible) continue;
    end += table.weights[index] ?? 0;
    if (point < end) return index;
  }
  throw new RangeError('the point lies beyond the survivors');
}
