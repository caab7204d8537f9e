import { type BucketTable, sumOfWeights, TOTAL_BASIS_POINTS } from '@alyson/schema';

/** Neighbouring buckets of one owner: a stretch between two cut points. */
interface Run {
  owner: number;
  length: number;
}

/** Part or all of a run changes its owner. */
interface Move {
  /** Index of the run. */
  at: number;
  to: number;
  length: number;
  /** Which end of the run is taken; all the same when it goes whole. */
  end: 'first' | 'last';
  /** By how many runs the table grows; below 0 where runs of one owner meet. */
  growth: number;
}

/** Every agent's buckets in one run, in the agents' order. @throws RangeError when the weights do not sum to 10 000 */
export function initialTable(weights: readonly number[]): BucketTable {
  requireWhole(weights);
  return toTable(weights.map((length, owner) => ({ owner, length })));
}

/**
 * Derives the table of new weights from the one in force (R6). The fewest buckets move that can: half the sum of the
 * absolute changes, each from an agent that loses to one that gains, so no other visitor changes page. Among the ways
 * to do that it takes the one that keeps runs long, since each cut point is carried to every edge.
 *
 * @param weights  basis points by owner; every owner in the table has one
 * @throws RangeError when the weights do not sum to 10 000
 */
export function moveBuckets(table: BucketTable, weights: readonly number[]): BucketTable {
  requireWhole(weights);
  let runs = toRuns(table);
  const missing = weights.map((weight, owner) => weight - heldBy(owner, runs));
  for (let move = chooseMove(runs, missing); move; move = chooseMove(runs, missing)) {
    const from = runs[move.at]?.owner ?? 0;
    missing[from] = (missing[from] ?? 0) + move.length;
    missing[move.to] = (missing[move.to] ?? 0) - move.length;
    runs = applyMove(runs, move);
  }
  return toTable(runs);
}

/** The move that leaves the fewest runs; whole runs before parts, short ones before long ones. */
function chooseMove(runs: readonly Run[], missing: readonly number[]): Move | null {
  let best: Move | null = null;
  for (const [at, run] of runs.entries()) {
    if ((missing[run.owner] ?? 0) >= 0) continue;
    for (const move of movesOf(runs, at, missing)) {
      if (!best || isBetter(move, best, runs)) best = move;
    }
  }
  return best;
}

function isBetter(move: Move, best: Move, runs: readonly Run[]): boolean {
  if (move.growth !== best.growth) return move.growth < best.growth;
  const [length, bestLength] = [runs[move.at]?.length ?? 0, runs[best.at]?.length ?? 0];
  const [isWhole, isBestWhole] = [move.length === length, best.length === bestLength];
  return isWhole === isBestWhole ? length < bestLength : isWhole;
}

/** What a loser's run can give: to the neighbour on either side where that gains, or to whoever lacks most. */
function movesOf(runs: readonly Run[], at: number, missing: readonly number[]): Move[] {
  const before = runs[at - 1]?.owner;
  const after = runs[at + 1]?.owner;
  const gains = (owner: number | undefined): owner is number => owner !== undefined && (missing[owner] ?? 0) > 0;
  const moves: Move[] = [];
  const add = (to: number, end: Move['end']) => {
    const run = runs[at] ?? { owner: to, length: 0 };
    const length = Math.min(run.length, missing[to] ?? 0, -(missing[run.owner] ?? 0));
    const meetings = Number(before === to) + Number(after === to);
    moves.push({ at, to, length, end, growth: growthOf(length === run.length, meetings) });
  };
  if (gains(before)) add(before, 'first');
  if (gains(after)) add(after, 'last');
  const neediest = missing.indexOf(Math.max(...missing));
  if (gains(neediest) && neediest !== before && neediest !== after) add(neediest, 'first');
  return moves;
}

/** A run that goes whole joins the new owner's runs beside it; a part of one leaves a rest behind. */
const growthOf = (isWhole: boolean, meetings: number): number => (isWhole ? -meetings : 1 - Math.min(meetings, 1));

function applyMove(runs: readonly Run[], { at, to, length, end }: Move): Run[] {
  const changed = runs.flatMap((run, index) => {
    if (index !== at) return [run];
    const moved = { owner: to, length };
    const rest = { owner: run.owner, length: run.length - length };
    return end === 'first' ? [moved, rest] : [rest, moved];
  });
  return joinRuns(changed);
}

function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const { owner, length } of runs) {
    const last = joined.at(-1);
    if (length === 0) continue;
    if (last?.owner === owner) joined[joined.length - 1] = { owner, length: last.length + length };
    else joined.push({ owner, length });
  }
  return joined;
}

const heldBy = (owner: number, runs: readonly Run[]): number =>
  runs.reduce((sum, run) => (run.owner === owner ? sum + run.length : sum), 0);

const toRuns = ({ ends, owners }: BucketTable): Run[] =>
  ends.map((end, i) => ({ owner: owners[i] ?? 0, length: end - (ends[i - 1] ?? 0) }));

function toTable(runs: readonly Run[]): BucketTable {
  let end = 0;
  const kept = joinRuns(runs).map(({ owner, length }) => {
    end += length;
    return { owner, end };
  });
  return { ends: kept.map((run) => run.end), owners: kept.map((run) => run.owner) };
}

function requireWhole(weights: readonly number[]): void {
  if (sumOfWeights(weights) !== TOTAL_BASIS_POINTS) throw new RangeError('weights must sum to 10000');
}
