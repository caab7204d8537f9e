import { MOST_BUNDLE_BYTES, ProblemError, type ReleasePlaces } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { readNewestRelease } from '../../experiment/releases.store.ts';
import { findLeftOut } from './bundles.store.ts';
import { listEdgeStates, publicationTimes } from './edges.store.ts';

type Shown = z.input<typeof ReleasePlaces>;

/**
 * Where an experiment's newest release has come: what each edge was last heard to serve, and how old that is (R22).
 *
 * @throws ProblemError `not_found`
 */
export async function locateRelease(ctx: Context, experimentId: string): Promise<Shown> {
  const { config, db } = ctx;
  if (!(await readExperiment(db, ctx.workspaceId, experimentId))) throw new ProblemError('not_found');
  const newest = await readNewestRelease(db, experimentId);
  if (!newest) return { number: null, leftOut: null, edges: [] };
  const leftOut = await findLeftOut(db, experimentId);
  const known = new Map((await listEdgeStates(db)).map((edge) => [edge.name, edge]));
  const heldBy = (url: string) => known.get(url)?.state.releases[experimentId] ?? null;
  const times = await publicationTimes(
    db,
    experimentId,
    config.edgeUrls.flatMap((url) => heldBy(url) ?? []),
  );
  const edges = config.edgeUrls.map((url): Shown['edges'][number] => {
    const edge = known.get(url);
    const holds = heldBy(url);
    return {
      url,
      name: edge?.state.edge ?? null,
      seenAt: edge?.seenAt.toISOString() ?? null,
      holds,
      publishedAt: (holds !== null && times.get(holds)?.toISOString()) || null,
      status: !edge ? 'unheard' : (holds ?? 0) < newest.number ? 'behind' : 'holds',
    };
  });
  return {
    number: newest.number,
    leftOut: leftOut && { number: leftOut.number, bytes: leftOut.bytes, mostBytes: MOST_BUNDLE_BYTES },
    edges,
  };
}
