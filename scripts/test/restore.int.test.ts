import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { archiveSettings } from '../backup/archive-settings.ts';
import { walFolderOf } from '../backup/backup-folder.ts';
import { restore } from '../backup/restore.ts';
import { takeBase } from '../backup/take-base.ts';
import { startPostgres } from '../lib/postgres.ts';

const SOON = { timeout: 20_000, interval: 50 };
const FAST = { fsync: 'off', full_page_writes: 'off' };

/** A server that was backed up while it wrote `first`, `second` and `third`, each in a segment of the log of its own. */
let folder: string;
let backupFolder: string;
let times: number[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'alyson-restore-'));
  backupFolder = join(folder, 'backup');
  const dataDir = join(folder, 'data');
  const wal = walFolderOf(backupFolder);
  const settings = { ...FAST, ...archiveSettings(wal, 60) };
  const server = await startPostgres({ folder: join(dataDir, 'postgres'), settings, writes: wal });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('create table notes (text text)');
  await takeBase({ url: server.url, dataDir, backupFolder });
  // A base is named by the second.
  await vi.waitUntil(() => Date.now() % 1_000 > 950, SOON);
  times = [];
  for (const text of ['first', 'second', 'third']) {
    await vi.waitUntil(() => Date.now() - (times.at(-1) ?? 0) > 100, SOON);
    await client.query('insert into notes values ($1)', [text]);
    times.push(Date.now());
    const { rows } = await client.query<{ name: string }>('select pg_walfile_name(pg_switch_wal()) as name');
    await vi.waitUntil(() => existsSync(join(wal, `${rows[0]?.name}.gz`)), SOON);
  }
  await client.end();
  await server.stop();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A backup of its own, to be spoiled. */
function copyOfBackup(): string {
  const copy = mkdtempSync(join(folder, 'spoiled-'));
  cpSync(backupFolder, copy, { recursive: true });
  return copy;
}

const emptyFolder = (): string => mkdtempSync(join(folder, 'restored-'));

const segmentsOf = (backup: string): string[] =>
  readdirSync(walFolderOf(backup))
    .filter((name) => /^[0-9A-F]{24}\.gz$/.test(name))
    .sort()
    .map((name) => join(walFolderOf(backup), name));

/** What the restored server holds. */
async function notesIn(dataDir: string): Promise<string[]> {
  const server = await startPostgres({ folder: join(dataDir, 'postgres'), settings: FAST });
  onTestFinished(() => server.stop());
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ text: string }>('select text from notes');
  await client.end();
  return rows.map(({ text }) => text);
}

const clusterOf = (dataDir: string): string => join(dataDir, 'postgres', 'cluster');

describe('a backup that is whole (S22)', { timeout: 60_000 }, () => {
  test('given no time, then everything comes back', async () => {
    const dataDir = emptyFolder();
    await restore({ backupFolder, dataDir });
    expect(await notesIn(dataDir)).toEqual(['first', 'second', 'third']);
  });

  test('given a time before a mistake, then all before it comes back, and nothing after it', async () => {
    const dataDir = emptyFolder();
    await restore({ backupFolder, dataDir, until: (times[1] ?? 0) + 50 });
    expect(await notesIn(dataDir)).toEqual(['first', 'second']);
  });

  test('given a time after all that was archived, then everything comes back', async () => {
    const dataDir = emptyFolder();
    await restore({ backupFolder, dataDir, until: Date.now() + 3_600_000 });
    expect(await notesIn(dataDir)).toEqual(['first', 'second', 'third']);
  });

  test('given a time before the oldest base, then it says so and makes nothing', async () => {
    const dataDir = emptyFolder();
    await expect(restore({ backupFolder, dataDir, until: Date.parse('2001-01-01') })).rejects.toThrow(
      /no base from before/,
    );
    expect(existsSync(clusterOf(dataDir))).toBe(false);
  });

  test('given a folder with a database, then that is left alone', async () => {
    const dataDir = emptyFolder();
    mkdirSync(clusterOf(dataDir), { recursive: true });
    writeFileSync(join(clusterOf(dataDir), 'mine'), '');
    await expect(restore({ backupFolder, dataDir })).rejects.toThrow(/move it away/);
    expect(existsSync(join(clusterOf(dataDir), 'mine'))).toBe(true);
  });
});

describe('a backup that is not (S22)', { timeout: 60_000 }, () => {
  const second = (backup: string): string => segmentsOf(backup).at(-2) ?? expect.fail('too few segments');
  const base = (backup: string): string =>
    join(backup, readdirSync(backup).find((name) => name.startsWith('base-')) ?? expect.fail('no base'), 'cluster');

  test.each([
    {
      given: 'a file of the log that was cut off',
      spoil: (backup: string) => truncateSync(second(backup), statSync(second(backup)).size - 20),
      says: /damaged/,
    },
    { given: 'a file missing in between', spoil: (backup: string) => rmSync(second(backup)), says: /missing/ },
    {
      given: 'a base without its control file',
      spoil: (backup: string) => rmSync(join(base(backup), 'global', 'pg_control')),
      says: /pg_control/,
    },
    {
      given: 'a base that ends in the middle',
      spoil: (backup: string) => rmSync(join(base(backup), 'base'), { recursive: true }),
      says: /cannot be restored/,
    },
    {
      given: 'a base without its password',
      spoil: (backup: string) => rmSync(join(base(backup), '..', 'password')),
      says: /password/,
    },
    {
      given: 'a folder without a base',
      spoil: (backup: string) => rmSync(join(base(backup), '..'), { recursive: true }),
      says: /no base/,
    },
  ])('given $given, then it says what is wrong in one line and leaves nothing half behind', async ({ spoil, says }) => {
    const spoiled = copyOfBackup();
    spoil(spoiled);
    const dataDir = emptyFolder();
    const failure = await restore({ backupFolder: spoiled, dataDir }).then(
      () => expect.fail('it was restored all the same'),
      (error: Error) => error.message,
    );
    expect(failure).toMatch(says);
    expect(failure).not.toContain('\n');
    expect(existsSync(clusterOf(dataDir))).toBe(false);
  });

  test('given a first try that failed, then it is not in the way of a second', async () => {
    const spoiled = copyOfBackup();
    rmSync(second(spoiled));
    const dataDir = emptyFolder();
    await expect(restore({ backupFolder: spoiled, dataDir })).rejects.toThrow(/Nothing was made/);
    await restore({ backupFolder, dataDir });
    expect(await notesIn(dataDir)).toHaveLength(3);
  });

  test('given the command line and a time that is none, then one line and nothing made', () => {
    const run = () =>
      execFileSync(process.execPath, ['scripts/restore.ts', backupFolder, '--until', 'yesterday'], {
        env: { ...process.env, ALYSON_DATA_DIR: emptyFolder() },
        stdio: 'pipe',
        encoding: 'utf8',
      });
    expect(run).toThrow(/--until must be a time/);
  });
});
