import type { Context } from '../context.ts';
import type { Tx } from '../io/database.ts';
import { insertOutboxEntry, type OutboxRow } from './outbox.store.ts';

/** What must follow from a change: the edges are to learn an experiment's newest release. */
export interface OutboxEntry {
  type: 'release.publish';
  workspaceId: string;
  experimentId: string;
  payload: OutboxRow['payload'];
}

/** Written in the change's own transaction, so that the change and what follows from it stand or fall together (C6). */
export async function appendOutbox(tx: Tx, ctx: Context, entry: OutboxEntry): Promise<void> {
  const now = new Date(ctx.now());
  await insertOutboxEntry(tx, { ...entry, createdAt: now, nextAttemptAt: now });
}
