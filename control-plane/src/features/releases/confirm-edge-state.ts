import type { EdgeState } from '@alyson/schema';
import { announce, type Deps } from '../../context.ts';
import { listSequences } from './bundles.store.ts';
import { confirmBundle, confirmReleases, listUnconfirmed, saveEdgeState } from './edges.store.ts';

/** Takes down what an edge says it holds: only what was read back counts as published (R22). */
export async function confirmEdgeState(deps: Deps, edgeUrl: string, state: EdgeState): Promise<void> {
  const now = new Date(deps.now());
  await saveEdgeState(deps.db, edgeUrl, state, now);
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

async function confirmHeldBundles({ db }: Deps, state: EdgeState, now: Date): Promise<void> {
  const held = new Map(state.shards.map(({ shard, sequence }) => [shard, sequence]));
  for (const { shard, sequence, confirmedSequence } of await listSequences(db)) {
    if (confirmedSequence !== sequence && held.get(shard) === sequence) await confirmBundle(db, shard, sequence, now);
  }
}
