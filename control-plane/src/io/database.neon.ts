import { Client, Pool } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-serverless';
import { migrate } from 'drizzle-orm/neon-serverless/migrator';
import type { DatabaseConnection } from './database.ts';
import { clientSettings, poolSettings, SILENCE_MS, surviveBrokenConnections } from './database-connections.ts';
import { listenOn } from './database-listener.ts';
import { endSilentConnections } from './database-silence.ts';

/**
 * Neon over WebSocket: its HTTP driver has no transactions, and every change here is one.
 *
 * @param onError  told of connections that break; the pool replaces them
 * @param silenceMs  when a connection on which nothing comes back is ended; null: never, as migrations may take long
 */
export function connectNeon(
  databaseUrl: string,
  onError: (error: Error) => void,
  silenceMs: number | null = SILENCE_MS,
): DatabaseConnection {
  const pool = new Pool(poolSettings(databaseUrl));
  surviveBrokenConnections(pool, onError);
  if (silenceMs !== null) endSilentConnections(pool, silenceMs);
  const db = drizzle(pool);
  return {
    db,
    applyMigrations: (folder) => migrate(db, { migrationsFolder: folder }),
    listen: (channel, listener) => listenOn(new Client(clientSettings(withoutPooler(databaseUrl))), channel, listener),
    close: () => pool.end(),
  };
}

/** Neon's pooler shares sessions, and a shared session hears nothing. */
const withoutPooler = (databaseUrl: string): string => databaseUrl.replace(/-pooler(?=\.[^/]*neon\.tech)/, '');
