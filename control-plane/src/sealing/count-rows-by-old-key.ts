import type { DataKeys } from '../io/data-keys.ts';
import type { Database } from '../io/database.ts';
import { countSealedBy, findKeysInUse, SEALED_TABLES } from './sealed-rows.store.ts';

/** Rows of one table that wait to be sealed by the first key; `keyId` null: those in the clear. */
export interface OldKeyRows {
  table: string;
  keyId: string | null;
  /** Whether they can be opened at all. */
  isHeld: boolean;
  rows: number;
}

/**
 * What still needs another key than the first: a key that is not among them can be taken away.
 *
 * @param most  of one key in one table; no more are counted
 */
export async function countRowsByOldKey(db: Database, keys: DataKeys, most: number): Promise<OldKeyRows[]> {
  const counted: OldKeyRows[] = [];
  for (const table of SEALED_TABLES)
    for (const keyId of await findKeysInUse(db, table))
      if (keyId !== keys.writingId) {
        const rows = await countSealedBy(db, table, keyId, most);
        counted.push({ table: table.name, keyId, isHeld: keyId === null || keys.holds(keyId), rows });
      }
  return counted;
}
