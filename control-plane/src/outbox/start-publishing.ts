import { setTimeout as sleep } from 'node:timers/promises';
import { shardOf } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../background.ts';
import type { Deps } from '../context.ts';
import { buildBundles } from '../features/releases/build-bundles.ts';
import { listPublishedLinks, listSequences } from '../features/releases/bundles.store.ts';
import { syncEdge } from '../features/releases/sync-edge.ts';
import type { Edge } from '../io/edge.ts';
import { relayOutbox } from './relay-outbox.ts';

const POLL_MS = 1_000;
/** How soon an edge is found that holds less than it should. */
const RECONCILE_MS = 2_000;
const LONGEST_RETRY_MS = 5_000;

/**
 * Carries releases from the outbox to the edges: one loop builds bundles, and one per edge pushes them, so that an edge
 * that is slow or dead delays no other. A release wakes them right after its commit; the clock is only for what another
 * process made, and for repairs.
 */
export function startPublishing(deps: Deps): BackgroundTask {
  const { changes, counters, edges, log } = deps;
  const syncs = edges.map((edge) => {
    let isFirst = true;
    return startLoop({
      name: `sync ${edge.url}`,
      log,
      counters,
      everyMs: RECONCILE_MS,
      longestRetryMs: LONGEST_RETRY_MS,
      async step() {
        await syncEdge(deps, edge, isFirst);
        isFirst = false;
      },
    });
  });
  const wakeSyncs = () => {
    for (const sync of syncs) sync.wake();
  };
  let isRebuilt = false;
  const relay = startLoop({
    name: 'relay',
    log,
    counters,
    everyMs: POLL_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    async step() {
      if (!isRebuilt) await rebuildAll(deps);
      isRebuilt = true;
      while (await relayOutbox(deps)) wakeSyncs();
    },
  });
  const unsubscribe = changes.subscribe(({ event }) => {
    if (event.topic === 'release') relay.wake();
  });
  return {
    async stop() {
      unsubscribe();
      await Promise.all([relay, ...syncs].map((loop) => loop.stop()));
    },
  };
}

/** How long a start waits for an edge. */
const COMPARE_WITHIN_MS = 2_000;

/**
 * Before the first request: should the database have been restored, no change may take a number that an edge has had.
 * An edge that does not answer in time is compared later.
 */
export async function compareWithEdges(deps: Deps): Promise<void> {
  const compare = async (edge: Edge) => {
    const compared = syncEdge(deps, edge, true).catch((error: unknown) =>
      deps.log.warn({ err: error, edge: edge.url }, 'an edge could not be compared with'),
    );
    await Promise.race([compared, sleep(COMPARE_WITHIN_MS, undefined, { ref: false })]);
  };
  await Promise.all(deps.edges.map(compare));
}

/** After a start with another key, environment or count of shards, every bundle is out of date. */
async function rebuildAll(deps: Deps): Promise<void> {
  const { config, db } = deps;
  const linked = (await listPublishedLinks(db)).map(({ address }) => shardOf(address, config.shardCount));
  const published = (await listSequences(db)).map(({ shard }) => shard);
  await db.transaction((tx) => buildBundles(tx, deps, [...linked, ...published]));
}
