import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { CONNECT_TIMEOUT_MS, type DatabaseConnection, MAX_CONNECTIONS, STATEMENT_TIMEOUT_MS } from './database.ts';
import { surviveBrokenConnections } from './database-connections.ts';

/**
 * Any PostgreSQL server over TCP. Connections are made when first needed.
 *
 * @param onError told of connections that break; the pool replaces them
 */
export function connectPostgres(databaseUrl: string, onError: (error: Error) => void): DatabaseConnection {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'alyson-control-plane',
  });
  surviveBrokenConnections(pool, onError);
  const db = drizzle(pool);
  return {
    db,
    applyMigrations: (folder) => migrate(db, { migrationsFolder: folder }),
    close: () => pool.end(),
  };
}
