import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '../../../scripts/lib/postgres.ts';

/** `SIGQUIT` is what `pg_ctl stop -m immediate` sends: no session is waited for, and nothing is written any more. */
export type Blow = 'SIGQUIT' | 'SIGKILL';

export interface KillablePostgres {
  readonly url: string;
  /** Ends it as it stands, and starts it again in the same folder and on the same port. Resolves when it has recovered. */
  kill(signal: Blow): Promise<void>;
  remove(): Promise<void>;
}

/** A server of its own that syncs every commit to the disk, as `npm start` runs it. */
export async function startKillablePostgres(): Promise<KillablePostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'alyson-killed-'));
  let running: RunningPostgres = await startPostgres({ folder });
  return {
    url: running.url,
    async kill(signal) {
      const lock = readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8');
      process.kill(Number.parseInt(lock, 10), signal);
      await running.exited;
      running = await startPostgres({ folder, port: running.port });
    },
    async remove() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
