import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Alarm, Readiness } from '@alyson/schema';
import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startPostgres } from '../../scripts/lib/postgres.ts';
import type { AppEnv } from '../src/http/app-env.ts';
import { registerHealth } from '../src/http/health.ts';
import { connectPostgres } from '../src/io/database.postgres.ts';

const LATER = { timeout: 30_000, interval: 100 };

test('S22: given the log cannot be archived, then an alarm stands until it can, and the database is ready all the same', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alyson-backup-alarm-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const mounted = join(folder, 'mounted');
  const settings = { archive_mode: 'on', archive_command: `test -f '${mounted}'` };
  const server = await startPostgres({ folder: join(folder, 'postgres'), settings });
  onTestFinished(() => server.stop());
  const { db, close } = connectPostgres(server.url, () => {});
  onTestFinished(close);
  const app = new Hono<AppEnv>();
  const at = Date.parse('2026-11-20T12:00:00Z');
  registerHealth(app, { db, now: () => at });
  const alarms = async (): Promise<Alarm[]> => {
    const answer = await app.request('/readyz');
    expect(answer.status).toBe(200);
    return Readiness.parse(await answer.json()).alarms;
  };
  expect(await alarms()).toEqual([]);

  await db.execute(sql`select pg_logical_emit_message(false, 'test', 'something'), pg_switch_wal()`);
  await vi.waitFor(async () => expect(await alarms()).toMatchObject([{ name: 'backup_failing' }]), LATER);
  writeFileSync(mounted, '');
  await vi.waitFor(async () => {
    await db.execute(sql`select pg_switch_wal()`);
    expect(await alarms()).toEqual([]);
  }, 90_000);
});
