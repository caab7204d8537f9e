import type { Deps } from '../../context.ts';
import { findRead } from './calls.store.ts';
import { insertPageEvents } from './page-events.store.ts';
import { readSteps } from './read-calls.ts';
import { moveRereading, takeRereading } from './step-rules.store.ts';

const BATCH = 200;

/**
 * Reads calls again after the rules have changed, some at a time: what meant nothing may mean a step now. What was a step
 * stays the step that it was.
 *
 * @returns whether there was any source to read again
 */
export function rereadCalls({ db, dataKeys }: Pick<Deps, 'db' | 'dataKeys'>): Promise<boolean> {
  return db.transaction(async (tx) => {
    const rereading = await takeRereading(tx);
    if (!rereading) return false;
    const { sourceId, after, afterId } = rereading;
    const calls = await findRead(tx, sourceId, { at: after.getTime(), id: afterId }, BATCH);
    const read = await readSteps(tx, dataKeys, calls);
    await insertPageEvents(
      tx,
      read.flatMap(({ steps }) => steps),
    );
    await moveRereading(tx, sourceId, calls.length === BATCH ? (calls.at(-1) ?? null) : null);
    return true;
  });
}
