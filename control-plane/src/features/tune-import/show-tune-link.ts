import { type endpoints, HOUR_MS, type TuneLinkState, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { checkArrivals } from '../../domain/tune/check-arrivals.ts';
import { type MovableLink, stepsBack, stepsThere } from '../../domain/tune/describe-cut-over.ts';
import { urlFact, weightFact } from '../../domain/tune/state-facts.ts';
import type { Answer } from '../../http/mount.ts';
import type { Database } from '../../io/database.ts';
import { type LinkArrivals, readArrivals, type TuneLinkDetail } from './tune-links.store.ts';

type ShownLink = Answer<typeof endpoints.moveTuneLink>;

/**
 * Who decides on a link's clicks. Where they reach us first, that is what the link itself says, however it came to say so;
 * behind TUNE nobody here sees it, and it is what a person last told.
 */
export function stateOf({ link, moved: { mode, state } }: TuneLinkDetail): TuneLinkState {
  if (mode === 'behind') return state;
  if (link.handBackUrl !== null) return 'handed_back';
  return state === 'handed_back' ? 'routed' : state;
}

/** A link with what came of it in the last hour. */
export async function showTuneLink(ctx: Context, db: Database, row: TuneLinkDetail): Promise<ShownLink> {
  return describeTuneLink(ctx, row, await readArrivals(db, row.experiment.id, new Date(ctx.now() - HOUR_MS)));
}

export function describeTuneLink(
  ctx: Context,
  row: TuneLinkDetail,
  byLink: ReadonlyMap<string, LinkArrivals> = new Map(),
): ShownLink {
  const { link, moved, source, experiment } = row;
  const { lastHour, newestAt } = byLink.get(link.id) ?? { lastHour: 0, newestAt: null };
  const movable = movableOf(ctx, row);
  const state = stateOf(row);
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
    state,
    changedAt: toTimestamp(moved.changedAt.getTime()),
    changedBy: moved.changedBy,
    arrivals: { lastHour, newestAt: newestAt === null ? null : toTimestamp(newestAt) },
    check: checkArrivals(state, moved.mode, lastHour, ctx.now() - moved.changedAt.getTime()),
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
