export interface SplitChange {
  agentId: string;
  fromBasisPoints: number;
  toBasisPoints: number;
}

/**
 * The agents whose share differs between two splits, largest change first. An agent that one split lacks had 0.
 *
 * @param before null where no agent got clicks, as after is; then nothing is said to have changed
 */
export function splitChanges(
  before: ReadonlyMap<string, number> | null,
  after: ReadonlyMap<string, number> | null,
): SplitChange[] {
  if (!before || !after) return [];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((agentId) => ({
      agentId,
      fromBasisPoints: before.get(agentId) ?? 0,
      toBasisPoints: after.get(agentId) ?? 0,
    }))
    .filter((change) => change.fromBasisPoints !== change.toBasisPoints)
    .sort((a, b) => size(b) - size(a));
}

const size = (change: SplitChange): number => Math.abs(change.toBasisPoints - change.fromBasisPoints);
