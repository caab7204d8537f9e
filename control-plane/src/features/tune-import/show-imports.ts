import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Answer } from '../../http/mount.ts';
import type { Database } from '../../io/database.ts';
import { countRecords, type ImportRow } from './imports.store.ts';

/** An import as the API answers it. */
export type ShownImport = Answer<typeof endpoints.getTuneImport>;

export async function showImports(db: Database, rows: readonly ImportRow[]): Promise<ShownImport[]> {
  const counts = await countRecords(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, origin, state, createdAt, createdBy, finishedAt, reading, failure, warnings }) => ({
    id,
    origin,
    state,
    createdAt: toTimestamp(createdAt.getTime()),
    createdBy,
    finishedAt: finishedAt && toTimestamp(finishedAt.getTime()),
    reading,
    counts: counts.get(id) ?? { offer: 0, offer_url: 0, campaign: 0, creative: 0, tiny_url: 0 },
    failure,
    warnings,
  }));
}
