import type { EdgeState } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import type { Edge } from '../../io/edge.ts';
import { buildBundles } from './build-bundles.ts';
import { listSequences, readBundle } from './bundles.store.ts';
import { confirmEdgeState } from './confirm-edge-state.ts';
import { passLostReleases } from './pass-lost-releases.ts';
import { signedPart } from './sign-bundle.ts';

/**
 * Brings one edge to hold what it should: asks what it holds, pushes what is behind, and reads back (C6). It compares
 * states and remembers nothing, so a lost answer, a restarted edge or a missed step is made good by the next one.
 *
 * @param isFirst  this process has not compared itself with this edge before: the database may have been restored
 * @throws Error when the edge cannot be reached, or did not take a bundle; the others were pushed all the same
 */
export async function syncEdge(deps: Deps, edge: Edge, isFirst = false): Promise<void> {
  const before = await readState(deps, edge);
  if (isFirst || (await isAhead(deps, before))) await passLostReleases(deps, before);
  await confirmEdgeState(deps, edge.url, before);
  const failures: unknown[] = [];
  const behind = await findDrift(deps, before);
  for (const shard of behind) {
    await pushShard(deps, edge, shard).catch((error: unknown) => failures.push(error));
  }
  if (behind.length > 0) await confirmEdgeState(deps, edge.url, await readState(deps, edge));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} bundles did not reach ${edge.url}`);
}

/** @throws Error when the edge is another deployment's: it would refuse every bundle */
async function readState({ config }: Deps, edge: Edge): Promise<EdgeState> {
  const state = await edge.readState();
  if (state.environment === config.environment) return state;
  throw new Error(`${edge.url} serves the environment ${state.environment}, not ${config.environment}`);
}

/** Whether it holds a bundle that this database did not make. */
async function isAhead({ db }: Deps, state: EdgeState): Promise<boolean> {
  const made = new Map((await listSequences(db)).map(({ shard, sequence }) => [shard, sequence]));
  return state.shards.some(({ shard, sequence }) => sequence > (made.get(shard) ?? 0));
}

/** @returns the shards whose bundle the edge should hold and does not */
async function findDrift({ config, db, log, now }: Deps, state: EdgeState): Promise<number[]> {
  const held = new Map(state.shards.map(({ shard, sequence }) => [shard, sequence]));
  const drifted: number[] = [];
  for (const { shard, sequence } of await listSequences(db)) {
    const heldSequence = held.get(shard) ?? 0;
    if (heldSequence > sequence)
      await db.transaction((tx) => buildBundles(tx, { config, log, now }, [shard], heldSequence));
    if (heldSequence !== sequence) drifted.push(shard);
  }
  return drifted;
}

async function pushShard({ db, log }: Deps, edge: Edge, shard: number): Promise<void> {
  const bundle = await readBundle(db, shard);
  if (!bundle) return;
  const push = await edge.push(shard, signedPart(bundle));
  switch (push.kind) {
    case 'accepted':
      log.info({ edge: edge.url, shard, sequence: bundle.sequence }, 'bundle accepted');
      return;
    case 'superseded': // Another process was quicker; what the edge holds is read back next.
      return;
    case 'refused':
      throw new Error(`${edge.url} refused the bundle of shard ${shard}: ${push.reason}`);
    default:
      return push satisfies never;
  }
}
