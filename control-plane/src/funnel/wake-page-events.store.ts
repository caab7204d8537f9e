import { pageEvents } from '@alyson/schema/tables';
import { sql } from 'drizzle-orm';
import type { ClickKey } from '../attribution/candidates.store.ts';
import type { Tx } from '../io/database.ts';

/**
 * Page events that have no click are looked at again when a click with their key comes. Whoever is looking at one of them
 * this very moment is waited for: it may not have seen this click.
 */
export async function wakePageEvents(tx: Tx, keys: readonly ClickKey[]): Promise<void> {
  await tx.execute(sql`
    update ${pageEvents} set is_due = true from (
      select e.workspace_id, e.message_digest
      from (select distinct * from unnest(${sql.param(keys.map((key) => key.workspaceId))}::text[],
        ${sql.param(keys.map((key) => Buffer.from(key.keyDigest)))}::bytea[])) as come(workspace_id, key_digest)
      join ${pageEvents} e using (workspace_id, key_digest) where e.click_id is null
      order by 1, 2 for update of e) as waiting
    where page_events.workspace_id = waiting.workspace_id and page_events.message_digest = waiting.message_digest`);
}
