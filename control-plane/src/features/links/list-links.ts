import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { showLink } from '../../experiment/show-experiment.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findLinks } from './links.store.ts';

type ListLinks = typeof endpoints.listLinks;
type Row = Awaited<ReturnType<typeof findLinks>>[number];

/** The workspace's links with where they lead, newest first. @throws ProblemError `validation_failed` */
export async function listLinks({ db, workspaceId }: Context, { query }: Input<ListLinks>): Promise<Answer<ListLinks>> {
  const { q, cursor, limit, ...filter } = query;
  const rows = await findLinks(db, {
    ...filter,
    workspaceId,
    q: q ?? null,
    after: readCursor(cursor),
    limit: limit + 1,
  });
  const keyOf = ({ link }: Row) => ({ at: link.createdAt.getTime(), id: link.id });
  return toPage(rows, limit, keyOf, showListedLink);
}

export const showListedLink = ({ link, experimentName, experimentState }: Row) => ({
  ...showLink(link),
  experimentName,
  experimentState,
  experimentId: link.experimentId,
  createdAt: toTimestamp(link.createdAt.getTime()),
});
