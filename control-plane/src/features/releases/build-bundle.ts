import { shardOf } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import { type BundleContent, compileBundle } from '../../domain/compile-bundle.ts';
import type { Tx } from '../../io/database.ts';
import {
  type BundleRow,
  listPublishedLinks,
  lockShard,
  newestReleases,
  readBundle,
  saveBundle,
  workspaceFallbacks,
} from './bundles.store.ts';
import { signBundle } from './sign-bundle.ts';

export type BuildDeps = Pick<Deps, 'config' | 'now'>;

/**
 * Brings a shard's bundle up to date: all releases in force, compiled, signed, under the next sequence (R19, R21). What
 * is up to date already stays as it is, so that two who build for the same change make one publication.
 *
 * @param above  a sequence that an edge holds and this database did not give: ours must pass it to be obeyed again
 */
export async function buildBundle(tx: Tx, { config, now }: BuildDeps, shard: number, above = 0): Promise<BundleRow> {
  await lockShard(tx, shard);
  const current = await readBundle(tx, shard);
  const content = await compileShard(tx, config, shard);
  if (current && isUpToDate(current, content, config.releaseKey.id) && current.sequence > above) return current;

  const issuedAtMs = now();
  // The time, so that sequences still rise when the database was restored from a backup or made anew.
  const sequence = Math.max((current?.sequence ?? 0) + 1, above + 1, issuedAtMs);
  const payload = JSON.stringify({ ...content, sequence, issuedAtMs });
  return saveBundle(tx, { shard, sequence, ...signBundle(payload, config.releaseKey), issuedAt: new Date(issuedAtMs) });
}

async function compileShard(
  tx: Tx,
  { environment, shardCount }: Deps['config'],
  shard: number,
): Promise<BundleContent> {
  const links = (await listPublishedLinks(tx)).filter(({ address }) => shardOf(address, shardCount) === shard);
  const releases = await newestReleases(tx, [...new Set(links.map((link) => link.experimentId))]);
  const workspaces = await workspaceFallbacks(tx, [...new Set(releases.map((release) => release.workspaceId))]);
  return compileBundle({ environment, shard, shardCount, links, releases, workspaces });
}

function isUpToDate(current: BundleRow, content: BundleContent, keyId: string): boolean {
  const { sequence: _sequence, issuedAtMs: _issuedAtMs, ...published } = JSON.parse(current.payload);
  return current.keyId === keyId && JSON.stringify(published) === JSON.stringify(content);
}
