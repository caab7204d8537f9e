import { type LikelyClick, ProblemError, toTimestamp } from '@alyson/schema';
import { findEvent } from '../../attribution/events.store.ts';
import { findLikelyClicks } from '../../attribution/find-likely-clicks.ts';
import type { Context } from '../../context.ts';

/** Clicks that an orphan may belong to, each with what seems to have kept them apart. @throws ProblemError `not_found` */
export async function listLikelyClicks(
  { db, workspaceId }: Context,
  eventId: string,
): Promise<{ items: LikelyClick[] }> {
  const event = await findEvent(db, workspaceId, eventId);
  if (!event) throw new ProblemError('not_found');
  const likely = await findLikelyClicks(db, event);
  return {
    items: likely.map(({ pattern, click: { clickId, clickedAt, utmContent, experimentId, isBot } }) => ({
      clickId,
      clickedAt: toTimestamp(clickedAt),
      utmContent,
      pattern,
      experimentId,
      isBot,
    })),
  };
}
