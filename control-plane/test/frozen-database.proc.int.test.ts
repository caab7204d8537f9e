import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPostgres, startThrowawayPostgres } from '../../scripts/lib/postgres.ts';
import { connectPostgres } from '../src/io/database.postgres.ts';
import type { DatabaseConnection } from '../src/io/database.ts';
import { readDatabaseFault } from '../src/io/database-faults.ts';

const SILENCE_MS = 500;

let server: RunningPostgres;
let connection: DatabaseConnection;
/** Those of the server's processes that are frozen. */
let frozen: number[] = [];

beforeAll(async () => {
  server = await startThrowawayPostgres();
  connection = connectPostgres(server.url, () => undefined, SILENCE_MS);
});
afterAll(async () => {
  thaw();
  await connection?.close();
  await server?.stop();
});

function freeze(...pids: number[]): void {
  frozen = pids;
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
}
function thaw(): void {
  for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT');
}

const backendOf = async (): Promise<number> =>
  Number((await connection.db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]?.pid);
const faultOf = (asked: PromiseLike<unknown>) => Promise.resolve(asked).then(() => null, readDatabaseFault);

test('given a server that is frozen in the middle of a transaction, then whoever waits for it is told, and the connection serves nobody any more', async () => {
  const pid = await backendOf();
  const began = Date.now();
  const fault = await faultOf(
    connection.db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      freeze(pid);
      await tx.execute(sql`select 2`);
    }),
  );
  expect(fault).toMatchObject({ kind: 'unavailable' });
  expect(Date.now() - began).toBeLessThan(SILENCE_MS * 4);
  // The late answer of the frozen one comes to nobody: the next connection is another.
  thaw();
  expect(await backendOf()).not.toBe(pid);
});

test('given every process of the server is frozen, then requests end, and once it goes on they are answered', async () => {
  const busy = await backendOf();
  const { rows } = await connection.db.execute<{ path: string }>(sql`show data_directory`);
  const directory = String(Object.values(rows[0] ?? {})[0]);
  const postmaster = Number(readFileSync(`${directory}/postmaster.pid`, 'utf8').split('\n')[0]);
  freeze(postmaster, busy);
  const faults = await Promise.all(Array.from({ length: 5 }, () => faultOf(connection.db.execute(sql`select 1`))));
  for (const fault of faults) expect(fault).toMatchObject({ kind: 'unavailable' });
  thaw();
  expect(await backendOf()).toBeGreaterThan(0);
});

test('given a statement that takes its time while the server lives, then it may be as long as its own limit, not ours, when silence is allowed', async () => {
  const patient = connectPostgres(server.url, () => undefined, null);
  await patient.db.execute(sql`select pg_sleep(${(SILENCE_MS * 2) / 1000})`);
  await patient.close();
});
