import { randomUUID } from 'node:crypto';
import { bundles, clickKeys, users, workspaces } from '@alyson/schema/tables';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { connectNeon } from '../src/io/database.neon.ts';
import { connectPostgres } from '../src/io/database.postgres.ts';
import { type DatabaseConnection, isNeonHost } from '../src/io/database.ts';
import { readDatabaseFault } from '../src/io/database-faults.ts';
import { migrate } from '../src/io/database-migrations.ts';
import { createLog } from '../src/io/log.ts';
import { startNeonProxy } from './support/neon-proxy.ts';
import { createDatabase, dropDatabase } from './support/throwaway-database.ts';

let proxy: Awaited<ReturnType<typeof startNeonProxy>>;
beforeAll(async () => {
  proxy = await startNeonProxy();
});
afterAll(() => proxy.close());

const ignore = () => undefined;
const told: Error[] = [];
const tell = (error: Error) => void told.push(error);

/** What every driver must do alike: the rest of the code knows only `Database`. */
describe.each([
  ['PostgreSQL over TCP', (url: string) => connectPostgres(url, tell)],
  ['Neon over WebSocket', (url: string) => connectNeon(url, tell)],
])('%s', (_, connect) => {
  let connection: DatabaseConnection;
  const name = `driver_${randomUUID().replaceAll('-', '')}`;

  beforeAll(async () => {
    connection = connect(await createDatabase(inject('postgresUrl'), name));
  });
  afterAll(async () => {
    await connection.close();
    await dropDatabase(inject('postgresUrl'), name);
  });

  test('given three processes that migrate an empty database at once, then each finds it whole', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(connection)));
    const { rows } = await connection.db.execute<{ count: number }>(sql`select count(*)::int as count from workspaces`);
    expect(rows).toEqual([{ count: 0 }]);
  });

  test('given values of every kind, then they come back as they went in', async () => {
    const { db } = connection;
    const at = new Date('2026-11-22T12:34:56.789Z');
    await db.insert(workspaces).values({ id: 'ws_kinds', name: 'naïve 🌞 "quoted"', createdAt: at });
    expect((await db.select().from(workspaces))[0]).toMatchObject({ name: 'naïve 🌞 "quoted"', createdAt: at });
    const sequence = Number.MAX_SAFE_INTEGER;
    await db.insert(bundles).values({ shard: 1, sequence, keyId: 'k', payload: '', signature: '', issuedAt: at });
    expect((await db.select().from(bundles))[0]).toMatchObject({ sequence, confirmedSequence: null });
    const keyDigest = Buffer.from([0, 1, 255, 128]);
    await db.insert(clickKeys).values({ workspaceId: 'ws_kinds', keyDigest, clickId: 'a', clickedAt: at, isBot: true });
    const [key] = await db.select().from(clickKeys).where(eq(clickKeys.keyDigest, keyDigest));
    expect(Buffer.from(key?.keyDigest ?? []).equals(keyDigest)).toBe(true);
  });

  test('given a transaction that throws, then nothing of it is kept; an inner one can fail alone', async () => {
    const { db } = connection;
    const insert = (id: string) => ({ id, name: id, createdAt: new Date(0) });
    await db.transaction(async (tx) => {
      await tx.insert(workspaces).values(insert('ws_outer'));
      const inner = tx.transaction(async (nested) => {
        await nested.insert(workspaces).values(insert('ws_inner'));
        throw new Error('inner');
      });
      await expect(inner).rejects.toThrow('inner');
    });
    const outer = db.transaction(async (tx) => {
      await tx.insert(workspaces).values(insert('ws_lost'));
      throw new Error('outer');
    });
    await expect(outer).rejects.toThrow('outer');
    const ids = (await db.select({ id: workspaces.id }).from(workspaces)).map((row) => row.id);
    expect(ids).toContain('ws_outer');
    expect(ids).not.toContain('ws_inner');
    expect(ids).not.toContain('ws_lost');
  });

  test('given faults, then they are told apart, and no value stands in what is logged', async () => {
    const { db } = connection;
    const person = {
      id: 'usr_1',
      name: 'Ann',
      email: 'ann@secret.example',
      createdAt: new Date(0),
      updatedAt: new Date(0),
    };
    await db.insert(users).values(person);
    const duplicate = await db
      .insert(users)
      .values({ ...person, id: 'usr_2' })
      .then(ignore, (error: Error) => error);
    expect(readDatabaseFault(duplicate)).toEqual({ kind: 'duplicate', constraint: 'users_email_unique' });
    const quoted = await db.execute(sql`select ${'ann@secret.example'}::int`).then(ignore, (error: Error) => error);
    const lines: string[] = [];
    for (const err of [duplicate, quoted]) createLog((line) => lines.push(line)).error({ err }, 'a query failed');
    expect(lines[0]).toMatch(/"message":"duplicate key value.*"query":"insert into/);
    expect(lines[1]).toContain('"message":"22P02 a value that the database does not take"');
    expect(lines.join()).not.toContain('ann@secret');
    const unstorable = await db
      .insert(users)
      .values({ ...person, id: 'a\0' })
      .then(ignore, (error: Error) => error);
    expect(readDatabaseFault(unstorable)).toEqual({ kind: 'unstorable_text' });
    const slow = db.transaction(async (tx) => {
      await tx.execute(sql`set local statement_timeout = 20`);
      await tx.execute(sql`select pg_sleep(5)`);
    });
    expect(readDatabaseFault(await slow.then(ignore, (error: Error) => error))).toMatchObject({ kind: 'unavailable' });
    expect(readDatabaseFault(new Error('a bug'))).toBeNull();
  });

  test('given the server ends a session, then the next query has another one', async () => {
    const { db } = connection;
    await expect(db.execute(sql`select pg_terminate_backend(pg_backend_pid())`)).rejects.toSatisfy(
      (error) => readDatabaseFault(error)?.kind === 'unavailable',
    );
    expect((await db.execute<{ one: number }>(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  });

  test('S7: given the server ends a session inside a transaction, then that fails, and the process goes on', async () => {
    const { db } = connection;
    told.length = 0;
    const cutOff = db.transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await db.execute(sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`);
      await vi.waitFor(() => expect(told).not.toEqual([]));
      await tx.execute(sql`select 1`);
    });
    await expect(cutOff).rejects.toSatisfy((error) => readDatabaseFault(error)?.kind === 'unavailable');
    expect((await db.execute<{ one: number }>(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
  });
});

test.each([
  ['postgres://u:p@ep-cool-1.eu-central-1.aws.neon.tech/db', true],
  ['postgres://u:p@127.0.0.1:5432/neon.tech', false],
  ['postgres://u:p@neon.tech.example.com/db', false],
])('given %s, then Neon’s driver is chosen: %s', (url, expected) => expect(isNeonHost(url)).toBe(expected));
