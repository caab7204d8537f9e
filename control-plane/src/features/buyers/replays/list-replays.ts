import { type endpoints, type MappingReplay, ProblemError, toTimestamp } from '@alyson/schema';
import { authorize, type Context } from '../../../context.ts';
import type { Answer, Input } from '../../../http/mount.ts';
import { readCursor, toPage } from '../../../http/page.ts';
import { hasBuyer } from '../buyers.store.ts';
import { findReplays, type ReplayRow } from './replays.store.ts';

type ListReplays = typeof endpoints.listReplays;

/** What was read anew, newest first. @throws ProblemError `forbidden`, `not_found`, `validation_failed` */
export async function listReplays(
  { actor, db, workspaceId }: Context,
  { params: { buyerId }, query: { cursor, limit } }: Input<ListReplays>,
): Promise<Answer<ListReplays>> {
  authorize(actor, 'buyer:read');
  if (!(await hasBuyer(db, workspaceId, buyerId))) throw new ProblemError('not_found');
  const rows = await findReplays(db, buyerId, readCursor(cursor), limit + 1);
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt.getTime(), id }), showReplay);
}

export const showReplay = ({
  workspaceId: _workspaceId,
  doneAt: _doneAt,
  doneId: _doneId,
  from,
  to,
  createdAt,
  finishedAt,
  ...replay
}: ReplayRow) =>
  ({
    ...replay,
    from: toTimestamp(from.getTime()),
    to: toTimestamp(to.getTime()),
    createdAt: toTimestamp(createdAt.getTime()),
    finishedAt: finishedAt && toTimestamp(finishedAt.getTime()),
  }) as MappingReplay;
