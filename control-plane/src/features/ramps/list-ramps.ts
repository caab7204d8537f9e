import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import type { RampRow } from '../../experiment/ramps.store.ts';
import { showRamp } from '../../experiment/show-ramp.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { pageOfRamps } from './ramps.store.ts';

export interface RampsQuery {
  experimentId: string;
  cursor?: string | undefined;
  limit: number;
}

/** An experiment's ramps, newest first. @throws ProblemError `not_found`, `validation_failed` */
export async function listRamps(ctx: Context, { experimentId, cursor, limit }: RampsQuery) {
  const found = await readExperiment(ctx.db, ctx.workspaceId, experimentId);
  if (!found) throw new ProblemError('not_found');
  const rows = await pageOfRamps(ctx.db, experimentId, readCursor(cursor), limit + 1);
  const keyOf = (row: RampRow) => ({ at: row.startedAt.getTime(), id: row.id });
  return toPage(rows, limit, keyOf, (row) => showRamp(row, found.experiment, ctx.now()));
}
