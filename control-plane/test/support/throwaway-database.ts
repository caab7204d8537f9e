import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startThrowawayPostgres } from '../../../scripts/lib/postgres.ts';
import { connectPostgres } from '../../src/io/database.postgres.ts';
import { migrate } from '../../src/io/database-migrations.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server with the migrated database `TEMPLATE`. */
    postgresUrl: string;
  }
}

const TEMPLATE = 'alyson_template';

/**
 * Vitest's global set-up: one server per test run, migrated once. `TEST_DATABASE_URL` names a server to run the very same
 * tests on; its user must be allowed to make databases.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await findServer(process.env['TEST_DATABASE_URL']);
  await execute(server.url, `drop database if exists ${TEMPLATE} with (force)`);
  const template = connectPostgres(await createDatabase(server.url, TEMPLATE), () => undefined);
  await migrate(template);
  await template.close();
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

const findServer = async (given: string | undefined): Promise<{ url: string; stop: () => Promise<void> }> =>
  given ? { url: given, stop: () => dropDatabase(given, TEMPLATE) } : startThrowawayPostgres();

/** @returns the URL of a fresh, migrated database */
export async function cloneTemplate(serverUrl: string, name: string): Promise<string> {
  await execute(serverUrl, `create database ${name} template ${TEMPLATE}`);
  return withDatabase(serverUrl, name);
}

/** @returns the URL of a fresh database without any table */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await execute(serverUrl, `create database ${name}`);
  return withDatabase(serverUrl, name);
}

export const dropDatabase = (serverUrl: string, name: string): Promise<void> =>
  execute(serverUrl, `drop database ${name} with (force)`);

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
