import { type EdgeState, toTimestamp } from '@alyson/schema';
import { announce, type Deps } from '../../context.ts';
import { listSequences } from './bundles.store.ts';
import { confirmBundle, confirmReleases, type EdgeRow, listUnconfirmed, readEdge, saveEdge } from './edges.store.ts';

/** Takes down what an edge says it holds: only what was read back counts as published (R22). */
export async function confirmEdgeState(deps: Deps, edgeUrl: string, state: EdgeState): Promise<void> {
  const now = new Date(deps.now());
  await noteEdge(deps, edgeUrl, state, now);
  await confirmHeldBundles(deps, state, now);
  const held = new Map(Object.entries(state.releases));
  const confirmed = (await listUnconfirmed(deps.db)).filter(
    ({ experimentId, number }) => number <= (held.get(experimentId) ?? 0),
  );
  for (const [experimentId, [first]] of Map.groupBy(confirmed, (release) => release.experimentId)) {
    await confirmReleases(deps.db, experimentId, held.get(experimentId) ?? 0, now);
    if (first) announce(deps, first.workspaceId, { topic: 'release', experimentIds: [experimentId], count: 1 });
  }
}

/**
 * Keeps what the edge says, since when it lacks a bundle, and whether it holds less than it said before, as after its disk
 * was restored: the bundles it lacks are pushed next, as to any other.
 */
async function noteEdge({ db, log }: Deps, name: string, state: EdgeState, now: Date): Promise<void> {
  const before = await readEdge(db, name);
  const held = new Map(state.shards.map(({ shard, sequence }) => [shard, sequence]));
  const isBelow = ({ shard, sequence }: { shard: number; sequence: number }) => (held.get(shard) ?? 0) < sequence;
  const isBehind = (await listSequences(db)).some(isBelow);
  const fallen = (before?.state.shards ?? []).filter(isBelow).length;
  if (fallen > 0) log.warn({ edge: name, bundles: fallen }, 'an edge holds less than it did before');
  await saveEdge(db, {
    name,
    state,
    seenAt: now,
    behindSince: isBehind ? (before?.behindSince ?? now) : null,
    drift:
      fallen > 0
        ? { foundAt: toTimestamp(now.getTime()), bundles: fallen, repairedAt: null }
        : repaired(before, isBehind, now),
  });
}

function repaired(before: EdgeRow | null, isBehind: boolean, now: Date): EdgeRow['drift'] {
  const drift = before?.drift ?? null;
  return drift && drift.repairedAt === null && !isBehind ? { ...drift, repairedAt: toTimestamp(now.getTime()) } : drift;
}

async function confirmHeldBundles({ db }: Deps, state: EdgeState, now: Date): Promise<void> {
  const held = new Map(state.shards.map(({ shard, sequence }) => [shard, sequence]));
  for (const { shard, sequence, confirmedSequence } of await listSequences(db)) {
    if (confirmedSequence !== sequence && held.get(shard) === sequence) await confirmBundle(db, shard, sequence, now);
  }
}
