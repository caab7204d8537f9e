import { type endpoints, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { findClicks } from './click-list.store.ts';
import { showClicks } from './list-clicks.ts';

type GetClick = typeof endpoints.getClick;

const ANY = { experimentId: null, agentId: null, keyDigest: null, isBot: null, after: null, limit: 1 };

/** One stored click with the furthest a buyer has reported of it. @throws ProblemError `not_found` */
export async function getClick({ db, workspaceId }: Context, { params }: Input<GetClick>): Promise<Answer<GetClick>> {
  const rows = await findClicks(db, { ...ANY, workspaceId, id: params.clickId });
  const [click] = await showClicks(db, rows);
  if (!click) throw new ProblemError('not_found');
  return click;
}
