import { Pool } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-serverless';
import { migrate } from 'drizzle-orm/neon-serverless/migrator';
import type { DatabaseConnection } from './database.ts';
import { poolSettings, surviveBrokenConnections } from './database-connections.ts';

/**
 * Neon over WebSocket: its HTTP driver has no transactions, and every change here is one.
 *
 * @param onError told of connections that break; the pool replaces them
 */
export function connectNeon(databaseUrl: string, onError: (error: Error) => void): DatabaseConnection {
  const pool = new Pool(poolSettings(databaseUrl));
  surviveBrokenConnections(pool, onError);
  const db = drizzle(pool);
  return {
    db,
    applyMigrations: (folder) => migrate(db, { migrationsFolder: folder }),
    close: () => pool.end(),
  };
}
