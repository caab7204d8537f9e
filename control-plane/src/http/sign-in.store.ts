import { accounts, sessions, users, verifications } from '@alyson/schema/tables';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import type { Database } from '../io/database.ts';

/** Our tables, as the sign-in library reads and writes them. */
export const accountTables = (db: Database) =>
  drizzleAdapter(db, { provider: 'pg', usePlural: true, schema: { users, sessions, accounts, verifications } });
