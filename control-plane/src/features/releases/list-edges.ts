import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { listSequences } from './bundles.store.ts';
import { listEdgeStates } from './edges.store.ts';

type ListEdges = typeof endpoints.listEdges;

const NEVER_HEARD = { state: null, seenAt: null, behindSince: null, drift: null };

/**
 * The edges that releases are pushed to, as they were last heard of. They serve all workspaces: what they say names no
 * workspace's things.
 */
export async function listEdges({ config, db }: Context): Promise<Answer<ListEdges>> {
  const bundles = await listSequences(db);
  const known = new Map((await listEdgeStates(db)).map((edge) => [edge.name, edge]));
  const items = config.edgeUrls.map((url) => {
    const { state, seenAt, behindSince, drift } = known.get(url) ?? NEVER_HEARD;
    const held = new Map(state?.shards.map(({ shard, sequence }) => [shard, sequence]));
    // Where nothing was published yet, there is nothing that an edge could lack.
    const alarms = (state?.alarms ?? []).filter(({ name }) => name !== 'no_bundle' || bundles.length > 0);
    return {
      url,
      name: state?.edge ?? null,
      seenAt: seenAt && toTimestamp(seenAt.getTime()),
      behind: bundles.filter(({ shard, sequence }) => (held.get(shard) ?? 0) < sequence).length,
      behindSince: behindSince?.toISOString() ?? null,
      drift,
      alarms,
    };
  });
  return { items };
}
