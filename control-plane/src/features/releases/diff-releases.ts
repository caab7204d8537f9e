import { ProblemError, type ReleaseDiff } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { compareReleases } from '../../domain/compare-releases.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { type ReleaseRow, readRelease } from '../../experiment/releases.store.ts';

export interface ReleasePair {
  experimentId: string;
  number: number;
  /** Another release of the experiment, either may be the older; absent: the one before. */
  against?: number | undefined;
}

/** What the routing of any two releases differs by. @throws ProblemError `not_found` */
export async function diffReleases(ctx: Context, pair: ReleasePair): Promise<ReleaseDiff> {
  const { experimentId, number, against = Math.max(1, number - 1) } = pair;
  if (!(await readExperiment(ctx.db, ctx.workspaceId, experimentId))) throw new ProblemError('not_found');
  const read = async (one: number): Promise<ReleaseRow> => {
    const release = await readRelease(ctx.db, experimentId, one);
    if (!release) throw new ProblemError('not_found', `This experiment has no release ${one}.`);
    return release;
  };
  return compareReleases(await read(Math.min(number, against)), await read(Math.max(number, against)));
}
