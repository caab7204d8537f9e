import { type endpoints, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { findLinks } from './links.store.ts';
import { showListedLink } from './list-links.ts';

type GetLink = typeof endpoints.getLink;

/** One link with where it leads. @throws ProblemError `not_found` */
export async function getLink({ db, workspaceId }: Context, { params }: Input<GetLink>): Promise<Answer<GetLink>> {
  const [row] = await findLinks(db, { workspaceId, id: params.linkId, q: null, after: null, limit: 1 });
  if (!row) throw new ProblemError('not_found');
  return showListedLink(row);
}
