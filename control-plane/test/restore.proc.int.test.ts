import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '@alyson/schema';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startPostgres } from '../../scripts/lib/postgres.ts';
import { startedExperiment } from './support/drafts.ts';
import { startFakeEdge } from './support/fake-edge.ts';
import { findDamage } from './support/find-damage.ts';
import { makeClick } from './support/make-click.ts';
import { adminOf, endControlPlane, isHealthy, RELEASE_KEYS, spawnControlPlane } from './support/spawn-control-plane.ts';
import { createDatabase } from './support/throwaway-database.ts';

const LATER = { timeout: 30_000, interval: 50 };
const DEBIAN = '/usr/lib/postgresql';
/** The newest server here that comes with the programs to dump and restore it; the embedded one does not. */
const binaries = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
  .sort((a, b) => Number(b) - Number(a))
  .map((version) => join(DEBIAN, version, 'bin'))
  .find((folder) => ['postgres', 'initdb', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(folder, name))));

test.skipIf(!binaries)(
  `S22: given a dump restored into an empty database${binaries ? '' : ` (not run: no server with pg_dump in ${DEBIAN})`}, then what was dumped is there, edges obey what follows, and what comes again counts once`,
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alyson-restore-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const server = await startPostgres({ folder, binaries: binaries ?? '' });
    onTestFinished(() => server.stop());
    const edge = await startFakeEdge(RELEASE_KEYS.publicKey, 'local');
    onTestFinished(() => edge.close());
    const program = (name: string) => join(binaries ?? '', name);
    const serve = async (databaseUrl: string) => {
      const running = await spawnControlPlane({ DATABASE_URL: databaseUrl, ALYSON_EDGE_URLS: edge.url });
      onTestFinished(() => endControlPlane(running));
      await vi.waitFor(() => isHealthy(running), LATER);
      const headers = { authorization: 'Bearer edge-token-of-the-tests' };
      return { running, admin: adminOf(running), asEdge: createApiClient({ baseUrl: running.url, fetch, headers }) };
    };

    const before = await serve(server.url);
    const started = await startedExperiment(before.admin);
    const params = { experimentId: started.id };
    const change = async ({ admin }: typeof before, first: number) => {
      const { version, agents } = await admin.getExperiment({ params });
      const weights = agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: i === 0 ? first : 10_000 - first }));
      await admin.overrideSplit({ params, ifMatch: version, body: { weights, reason: 'test', hold: false } });
      await vi.waitFor(() => expect(edge.releaseOf(started.id)?.table.ends).toEqual([first, 10_000]), LATER);
    };
    const clicks = Array.from({ length: 50 }, () =>
      makeClick({ at: Date.now(), experimentId: started.id, agentId: started.agents[0]?.id ?? null }),
    );
    await before.asEdge.deliverClicks({ body: { clicks } });
    const dump = join(folder, 'backup.dump');
    execFileSync(program('pg_dump'), ['-Fc', '-f', dump, server.url]);
    await change(before, 7_000); // after the dump: lost
    await endControlPlane(before.running);

    const restoredUrl = await createDatabase(server.url, 'restored');
    execFileSync(program('pg_restore'), ['--no-owner', '--exit-on-error', '-d', restoredUrl, dump]);
    const after = await serve(restoredUrl);
    expect(await after.asEdge.deliverClicks({ body: { clicks } })).toMatchObject({ stored: 0, duplicates: 50 });
    const { totals } = await after.admin.getResults({ params, query: {} });
    expect(totals.clicks).toBe(50);
    expect(await findDamage(restoredUrl)).toEqual([]);
    await vi.waitFor(() => expect(edge.releaseOf(started.id)?.table.ends).toEqual([5_000, 10_000]), LATER);
    await change(after, 3_000);
    const another = await startedExperiment(after.admin);
    expect(another.number).toBeGreaterThan(started.number);
  },
);
