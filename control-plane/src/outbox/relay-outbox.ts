import { shardOf } from '@alyson/schema';
import type { Deps } from '../context.ts';
import { buildBundles } from '../features/releases/build-bundles.ts';
import { listAddresses } from '../features/releases/bundles.store.ts';
import { describeError } from '../io/database-faults.ts';
import { markDelivered, markFailed, type OutboxRow, takeDueEntries } from './outbox.store.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/** When many are graded at the same minute, each shard is built once for all of them. */
const EXPERIMENTS_AT_ONCE = 500;

/**
 * Delivers what waits: the shards' bundles are built and stored, from where every edge gets them (C6). Delivery and its
 * mark are one transaction, so a crash at any moment repeats all of it or nothing.
 *
 * @returns whether there was anything to do, so that there may be more
 */
export async function relayOutbox(deps: Deps, experimentsAtOnce = EXPERIMENTS_AT_ONCE): Promise<boolean> {
  const { config, db, now } = deps;
  let entries: OutboxRow[] = [];
  try {
    await db.transaction(async (tx) => {
      entries = await takeDueEntries(tx, new Date(now()), experimentsAtOnce);
      if (entries.length === 0) return;
      const current = await listAddresses(tx, [...new Set(entries.map((entry) => entry.experimentId))]);
      const former = entries.flatMap(({ payload }) => payload.formerAddresses ?? []);
      await buildBundles(
        tx,
        deps,
        [...current, ...former].map((address) => shardOf(address, config.shardCount)),
      );
      await markDelivered(
        tx,
        entries.map(({ id }) => id),
        new Date(now()),
      );
    });
  } catch (error) {
    if (entries.length === 0) throw error;
    // One that cannot be built must not keep back the others.
    if (experimentsAtOnce > 1) return relayOutbox(deps, 1);
    await postpone(deps, entries, error);
  }
  return entries.length > 0;
}

async function postpone(
  { counters, db, log, now }: Deps,
  entries: readonly OutboxRow[],
  error: unknown,
): Promise<void> {
  counters.releasesNotBuilt += 1;
  const attempts = entries[0]?.attempts ?? 0;
  const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts);
  log.error({ err: error, experimentId: entries[0]?.experimentId, attempts, delayMs }, 'a release could not be built');
  const nextAttemptAt = new Date(now() + delayMs);
  await markFailed(
    db,
    entries.map(({ id }) => id),
    nextAttemptAt,
    describeError(error),
  );
}
