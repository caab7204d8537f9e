import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { DatabaseConnection } from './database.ts';
import { clientSettings, poolSettings, SILENCE_MS, surviveBrokenConnections } from './database-connections.ts';
import { listenOn } from './database-listener.ts';
import { endSilentConnections } from './database-silence.ts';

/**
 * Any PostgreSQL server over TCP. Connections are made when first needed.
 *
 * @param onError  told of connections that break; the pool replaces them
 * @param silenceMs  when a connection on which nothing comes back is ended; null: never, as migrations may take long
 */
export function connectPostgres(
  databaseUrl: string,
  onError: (error: Error) => void,
  silenceMs: number | null = SILENCE_MS,
): DatabaseConnection {
  const pool = new pg.Pool(poolSettings(databaseUrl));
  surviveBrokenConnections(pool, onError);
  if (silenceMs !== null) endSilentConnections(pool, silenceMs);
  const db = drizzle(pool);
  return {
    db,
    applyMigrations: (folder) => migrate(db, { migrationsFolder: folder }),
    listen: (channel, listener) => listenOn(new pg.Client(clientSettings(databaseUrl)), channel, listener),
    close: () => pool.end(),
  };
}
