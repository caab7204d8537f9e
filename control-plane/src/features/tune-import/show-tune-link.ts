import { type endpoints, HOUR_MS, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { checkArrivals } from '../../domain/tune/check-arrivals.ts';
import { type MovableLink, stepsBack, stepsThere } from '../../domain/tune/describe-cut-over.ts';
import { urlFact, weightFact } from '../../domain/tune/state-facts.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import type { Database } from '../../io/database.ts';
import { findTuneLinks, type LinkArrivals, readArrivals, type TuneLinkDetail } from './tune-links.store.ts';

type ShownLink = Answer<typeof endpoints.moveTuneLink>;

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
  return { items: items.map((row) => describe(ctx, row, ofExperiments.get(row.experiment.id))), nextCursor };
}

export async function showTuneLink(ctx: Context, db: Database, row: TuneLinkDetail): Promise<ShownLink> {
  return describe(ctx, row, await readArrivals(db, row.experiment.id, new Date(ctx.now() - HOUR_MS)));
}

function describe(ctx: Context, row: TuneLinkDetail, byLink: ReadonlyMap<string, LinkArrivals> = new Map()): ShownLink {
  const { link, moved, source, experiment } = row;
  const { lastHour, newestAt } = byLink.get(link.id) ?? { lastHour: 0, newestAt: null };
  const movable = movableOf(ctx, row);
  return {
    linkId: link.id,
    kind: link.kind,
    value: link.value,
    host: link.host,
    experimentId: experiment.id,
    experimentName: experiment.name,
    experimentState: experiment.state,
    source: { kind: source.kind, id: source.tuneId, name: source.name },
    mode: moved.mode,
    state: moved.state,
    changedAt: toTimestamp(moved.changedAt.getTime()),
    changedBy: moved.changedBy,
    arrivals: { lastHour, newestAt: newestAt === null ? null : toTimestamp(newestAt) },
    check: checkArrivals(moved.state, moved.mode, lastHour, ctx.now() - moved.changedAt.getTime()),
    stepsThere: stepsThere(movable),
    stepsBack: stepsBack(movable),
  };
}

export function movableOf({ config }: Context, { link, moved, source }: TuneLinkDetail): MovableLink {
  const { stance, facts, places } = source;
  return {
    link,
    mode: moved.mode,
    source: { kind: source.kind, id: source.tuneId },
    trackingHost: stance.trackingHost,
    clickIdParameter: stance.clickIdParameter,
    routerUrl: config.routerUrl,
    pages: places.map(({ page, creativeIds }) => {
      const [offerId = '', urlId = '0'] = page.split('/');
      const offerUrlId = urlId === '0' ? null : urlId;
      const weights = creativeIds.map((id) => facts[weightFact(id)] ?? 'none');
      return {
        name: `Offer ${offerId}`,
        offerId,
        offerUrlId,
        url: facts[urlFact(offerId, offerUrlId)] ?? '',
        weight: weights.join(', '),
      };
    }),
  };
}
