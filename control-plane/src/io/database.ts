import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** What `execute` answers on both drivers. */
interface Rows<Row> {
  rows: Row[];
  rowCount: number | null;
}

interface RawResult extends PgQueryResultHKT {
  type: Rows<this['row']>;
}

/** The one type of the database, whichever driver stands behind it. A transaction is a `Database` too. */
export type Database = PgDatabase<RawResult>;

/** An open transaction: what writes take that belong together with others. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];

/** A database and the means to look after it. `database.postgres.ts` and `database.neon.ts` make one. */
export interface DatabaseConnection {
  db: Database;
  /** Applies what is missing of the migrations in a folder, in one transaction. Takes no lock of its own. */
  applyMigrations(folder: string): Promise<void>;
  /** Hears what is told on a channel of this database, on a connection of its own. @throws when there is none to be had */
  listen(channel: string, listener: Listener): Promise<Listening>;
  close(): Promise<void>;
}

export interface Listener {
  onNote(text: string): void;
  /** Nothing more comes. */
  onLost(): void;
}

/** A connection that listens. */
export interface Listening {
  /** @throws when the connection is gone, or does not answer in time */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Neon's hosts speak PostgreSQL over WebSocket as well, which gets through where port 5432 does not. */
export const isNeonHost = (databaseUrl: string): boolean => /\.neon\.tech$/.test(new URL(databaseUrl).hostname);

/**
 * Whether the server's newest try to archive its write-ahead log failed: what came since is on its own disk only. False
 * where it archives nothing.
 */
export async function isArchivingFailing(db: Database): Promise<boolean> {
  const { rows } = await db.execute<{ failing: boolean | null }>(
    `select current_setting('archive_mode') <> 'off' and last_failed_time > coalesce(last_archived_time, '-infinity') as failing
     from pg_stat_archiver`,
  );
  return rows[0]?.failing ?? false;
}

export const isReachable = (db: Database): Promise<boolean> =>
  db.execute('select 1').then(
    () => true,
    () => false,
  );
