import { type endpoints, HOUR_MS } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { describeTuneLink } from './show-tune-link.ts';
import { findTuneLinks, type LinkArrivals, readArrivals, type TuneLinkDetail } from './tune-links.store.ts';

/** Imported links with who decides on their clicks. @throws ProblemError `validation_failed` */
export async function listTuneLinks(
  ctx: Context,
  { query }: Input<typeof endpoints.listTuneLinks>,
): Promise<Answer<typeof endpoints.listTuneLinks>> {
  const rows = await findTuneLinks(ctx.db, ctx.workspaceId, readCursor(query.cursor), query.limit + 1);
  const keyOf = ({ link }: TuneLinkDetail) => ({ at: link.createdAt.getTime(), id: link.id });
  const { items, nextCursor } = toPage(rows, query.limit, keyOf, (row) => row);
  const since = new Date(ctx.now() - HOUR_MS);
  const ofExperiments = new Map<string, ReadonlyMap<string, LinkArrivals>>();
  for (const experimentId of new Set(items.map(({ experiment }) => experiment.id)))
    ofExperiments.set(experimentId, await readArrivals(ctx.db, experimentId, since));
  return { items: items.map((row) => describeTuneLink(ctx, row, ofExperiments.get(row.experiment.id))), nextCursor };
}
