import { MINUTE_MS } from '@alyson/schema';
import { type BackgroundTask, eachByItself, startLoop } from '../background.ts';
import type { Deps } from '../context.ts';
import { findKeysInUse, SEALED_TABLES, type SealedTable } from './sealed-rows.store.ts';

type ResealDeps = Pick<Deps, 'db' | 'dataKeys' | 'log'>;

/** Reports have up to 1 MiB: a batch stays small in memory, and short as a transaction. */
const BATCH = 25;

/** Seals by the first key what stands in the clear, or was sealed by a key that is to be taken away (G7). */
export const startResealing = (deps: Deps): BackgroundTask => {
  let isStopping = false;
  const loop = startLoop({
    name: 'seal anew',
    log: deps.log,
    counters: deps.counters,
    everyMs: MINUTE_MS,
    longestRetryMs: MINUTE_MS,
    step: () => resealAll(deps, () => isStopping),
  });
  return {
    stop() {
      isStopping = true;
      return loop.stop();
    },
  };
};

/** Until nothing is left that can be opened, or it is to stop. A row whose key is missing stays as it is. */
export const resealAll = (deps: ResealDeps, isStopping = () => false): Promise<void> =>
  eachByItself(
    SEALED_TABLES,
    async (table) => {
      for (const keyId of await findKeysInUse(deps.db, table)) await resealKey(deps, table, keyId, isStopping);
    },
    'rows could not be sealed anew',
  );

async function resealKey(
  { db, dataKeys, log }: ResealDeps,
  table: SealedTable,
  keyId: string | null,
  isStopping: () => boolean,
): Promise<void> {
  if (keyId === dataKeys.writingId) return;
  if (keyId !== null && !dataKeys.holds(keyId)) {
    log.error({ table: table.name, keyId }, 'rows cannot be read: ALYSON_DATA_KEYS lacks the key that sealed them');
    return;
  }
  let sealed = BATCH;
  while (sealed === BATCH && !isStopping())
    sealed = await db.transaction((tx) => table.reseal(tx, dataKeys, keyId, BATCH));
}
