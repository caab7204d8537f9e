import { DAY_MS } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import { listRetentions } from '../../workspace-settings.store.ts';
import { deleteOldClicks, deleteOldKeys, deleteOldSteps, type OldRows } from './retention.store.ts';

/** Each batch is a transaction of its own, of some ten milliseconds: deliveries do not wait for it. */
const BATCH = 2_000;

/**
 * Deletes what is older than its workspace keeps (R24): clicks, the keys they are found by, and their steps. What was counted of them,
 * the buyers' events and their money stay.
 *
 * @returns how many clicks were deleted
 */
export async function forgetOldClicks({ db, log, now }: Pick<Deps, 'db' | 'log' | 'now'>): Promise<number> {
  let deleted = 0;
  for (const { workspaceId, days } of await listRetentions(db)) {
    const old: OldRows = { workspaceId, before: new Date(now() - days * DAY_MS), limit: BATCH };
    await inBatches(() => deleteOldKeys(db, old));
    await inBatches(() => deleteOldSteps(db, old));
    deleted += await inBatches(() => deleteOldClicks(db, old));
  }
  if (deleted > 0) log.info({ clicks: deleted }, 'clicks deleted that were kept long enough');
  return deleted;
}

async function inBatches(deleteBatch: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (;;) {
    const count = await deleteBatch();
    sum += count;
    if (count < BATCH) return sum;
  }
}
