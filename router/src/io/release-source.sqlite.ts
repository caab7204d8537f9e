import type { ReleaseStore } from './release-source.ts';

/** A row of a Durable Object may have 2 MB, a bundle 8. */
const PART_BYTES = 1_000_000;

/** Bundles in the SQLite database of a Durable Object, in parts. Each is replaced whole, or not at all. */
export function createSqliteReleaseStore(storage: DurableObjectStorage): ReleaseStore {
  const { sql } = storage;
  sql.exec('CREATE TABLE IF NOT EXISTS bundle_parts (shard INT, part INT, bytes BLOB, PRIMARY KEY (shard, part))');
  return {
    async load(shard) {
      const rows = sql.exec<{ bytes: ArrayBuffer }>(
        'SELECT bytes FROM bundle_parts WHERE shard = ? ORDER BY part',
        shard,
      );
      const parts = rows.toArray().map(({ bytes }) => bytes);
      return parts.length === 0 ? null : JSON.parse(await new Blob(parts).text());
    },
    async shards() {
      const rows = sql.exec<{ shard: number }>('SELECT DISTINCT shard FROM bundle_parts');
      return rows.toArray().map(({ shard }) => shard);
    },
    async save(shard, signed) {
      const bytes = new TextEncoder().encode(JSON.stringify(signed));
      storage.transactionSync(() => {
        sql.exec('DELETE FROM bundle_parts WHERE shard = ?', shard);
        for (let part = 0; part * PART_BYTES < bytes.length; part += 1)
          sql.exec(
            'INSERT INTO bundle_parts (shard, part, bytes) VALUES (?, ?, ?)',
            shard,
            part,
            bytes.slice(part * PART_BYTES, (part + 1) * PART_BYTES),
          );
      });
    },
  };
}
