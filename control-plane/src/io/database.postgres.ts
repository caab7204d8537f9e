import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { DatabaseConnection } from './database.ts';
import { poolSettings, surviveBrokenConnections } from './database-connections.ts';

/**
 * Any PostgreSQL server over TCP. Connections are made when first needed.
 *
 * @param onError told of connections that break; the pool replaces them
 */
export function connectPostgres(databaseUrl: string, onError: (error: Error) => void): DatabaseConnection {
  const pool = new pg.Pool(poolSettings(databaseUrl));
  surviveBrokenConnections(pool, onError);
  const db = drizzle(pool);
  return {
    db,
    applyMigrations: (folder) => migrate(db, { migrationsFolder: folder }),
    close: () => pool.end(),
  };
}
