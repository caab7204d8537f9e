import { type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findCalls } from './calls.store.ts';
import { hadSource } from './sources.store.ts';

type ListCalls = typeof endpoints.listSegmentCalls;
type Row = Awaited<ReturnType<typeof findCalls>>[number];

/** A source's calls as they came, newest first. @throws ProblemError `not_found`, `validation_failed` */
export async function listCalls(
  { db, workspaceId }: Context,
  { params: { segmentSourceId }, query: { cursor, limit, show } }: Input<ListCalls>,
): Promise<Answer<ListCalls>> {
  if (!(await hadSource(db, workspaceId, segmentSourceId))) throw new ProblemError('not_found');
  const rows = await findCalls(db, {
    sourceId: segmentSourceId,
    faultsOnly: show === 'faults',
    after: readCursor(cursor),
    limit: limit + 1,
  });
  const keyOf = ({ receivedAt, id }: Row) => ({ at: receivedAt.getTime(), id });
  return toPage(rows, limit, keyOf, ({ receivedAt, ...call }) => ({
    ...call,
    receivedAt: toTimestamp(receivedAt.getTime()),
  }));
}
