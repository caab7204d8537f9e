import { MOST_BUNDLE_BYTES, shardOf } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import { type BundleContent, compileBundle } from '../../domain/compile-bundle.ts';
import { fitBundle } from '../../domain/fit-bundle.ts';
import type { Tx } from '../../io/database.ts';
import {
  type BundleRow,
  listPublishedLinks,
  lockShard,
  newestReleases,
  type PublishedLink,
  readBundle,
  saveBundle,
  saveLeftOut,
  workspaceFallbacks,
} from './bundles.store.ts';
import { signBundle } from './sign-bundle.ts';

type BuildDeps = Pick<Deps, 'config' | 'log' | 'now'>;

/**
 * Brings the bundles of shards up to date: all releases in force, compiled, signed, under the next sequence (R19, R21).
 * What is up to date already stays as it is, so that two who build for the same change make one publication.
 *
 * @param above  a sequence that an edge holds and this database did not give: ours must pass it to be obeyed again
 */
export async function buildBundles(tx: Tx, deps: BuildDeps, shards: Iterable<number>, above = 0): Promise<void> {
  // In rising order, so that two who need several never wait for each other.
  const sorted = [...new Set(shards)].toSorted((a, b) => a - b);
  for (const shard of sorted) await lockShard(tx, shard);
  // Only now: what others committed before they let go of a shard is seen.
  const links = Map.groupBy(await listPublishedLinks(tx), ({ address }) => shardOf(address, deps.config.shardCount));
  for (const shard of sorted) await buildShard(tx, deps, { shard, links: links.get(shard) ?? [], above });
}

interface Shard {
  shard: number;
  links: readonly PublishedLink[];
  above: number;
}

async function buildShard(tx: Tx, { config, log, now }: BuildDeps, { shard, links, above }: Shard): Promise<void> {
  const current = await readBundle(tx, shard);
  const { content, leftOut } = fitBundle(await compileShard(tx, config, shard, links), MOST_BUNDLE_BYTES);
  if (leftOut.length > 0)
    log.error({ shard, leftOut }, 'releases left out: the bundle would be larger than edges take');
  if (current && isUpToDate(current, content, config.releaseKey.id) && current.sequence > above)
    return saveLeftOut(tx, current, leftOut);

  const issuedAtMs = now();
  // The time, so that sequences still rise when the database was restored from a backup or made anew.
  const sequence = Math.max((current?.sequence ?? 0) + 1, above + 1, issuedAtMs);
  const payload = JSON.stringify({ ...content, sequence, issuedAtMs });
  const signed = signBundle(payload, config.releaseKey);
  await saveBundle(tx, { shard, sequence, ...signed, issuedAt: new Date(issuedAtMs), leftOut: [...leftOut] });
}

async function compileShard(
  tx: Tx,
  { environment, shardCount }: Deps['config'],
  shard: number,
  links: readonly PublishedLink[],
): Promise<BundleContent> {
  const releases = await newestReleases(tx, [...new Set(links.map((link) => link.experimentId))]);
  const workspaces = await workspaceFallbacks(tx, [...new Set(releases.map((release) => release.workspaceId))]);
  return compileBundle({ environment, shard, shardCount, links, releases, workspaces });
}

function isUpToDate(current: BundleRow, content: BundleContent, keyId: string): boolean {
  const { sequence: _sequence, issuedAtMs: _issuedAtMs, ...published } = JSON.parse(current.payload);
  return current.keyId === keyId && JSON.stringify(published) === JSON.stringify(content);
}
