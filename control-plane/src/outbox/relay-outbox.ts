import { shardOf } from '@alyson/schema';
import type { Deps } from '../context.ts';
import { buildBundle } from '../features/releases/build-bundle.ts';
import { listAddresses } from '../features/releases/bundles.store.ts';
import type { Tx } from '../io/database.ts';
import { describeError } from '../io/database-faults.ts';
import { markDelivered, markFailed, type OutboxRow, takeDueEntries } from './outbox.store.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/**
 * Delivers what waits for one experiment: its shards' bundles are built and stored, from where every edge gets them
 * (C6). Delivery and its mark are one transaction, so a crash at any moment repeats all of it or nothing.
 *
 * @returns whether there was anything to do, so that there may be more
 */
export async function relayOutbox(deps: Deps): Promise<boolean> {
  const { db, now } = deps;
  let entries: OutboxRow[] = [];
  try {
    await db.transaction(async (tx) => {
      entries = await takeDueEntries(tx, new Date(now()));
      const [first] = entries;
      if (!first) return;
      await buildShards(tx, deps, first.experimentId);
      await markDelivered(
        tx,
        entries.map(({ id }) => id),
        new Date(now()),
      );
    });
  } catch (error) {
    if (entries.length === 0) throw error;
    await postpone(deps, entries, error);
  }
  return entries.length > 0;
}

/** In rising order, as everybody who needs several shards takes their locks. */
async function buildShards(tx: Tx, deps: Deps, experimentId: string): Promise<void> {
  const addresses = await listAddresses(tx, experimentId);
  const shards = new Set(addresses.map((address) => shardOf(address, deps.config.shardCount)));
  for (const shard of [...shards].toSorted((a, b) => a - b)) await buildBundle(tx, deps, shard);
}

async function postpone({ db, log, now }: Deps, entries: readonly OutboxRow[], error: unknown): Promise<void> {
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
