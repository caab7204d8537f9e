import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { RECENT_MS } from '../../domain/release-status.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { readRelease } from '../../experiment/releases.store.ts';
import { countRecentClicks } from '../../outcomes/recent-clicks.store.ts';
import { showRelease } from './list-releases.ts';

export interface OneRelease {
  experimentId: string;
  number: number;
}

/** One release. @throws ProblemError `not_found` */
export async function getRelease(ctx: Context, { experimentId, number }: OneRelease) {
  if (!(await readExperiment(ctx.db, ctx.workspaceId, experimentId))) throw new ProblemError('not_found');
  const release = await readRelease(ctx.db, experimentId, number);
  if (!release) throw new ProblemError('not_found');
  return showRelease(release, await countRecentClicks(ctx.db, experimentId, new Date(ctx.now() - RECENT_MS)));
}
