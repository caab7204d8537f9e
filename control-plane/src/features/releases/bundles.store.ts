import { isDeepStrictEqual } from 'node:util';
import type { LeftOutRelease, Release, ReleaseLink } from '@alyson/schema';
import { bundles, experiments, links, releases, workspaces } from '@alyson/schema/tables';
import { asc, desc, eq, exists, inArray, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

export type BundleRow = typeof bundles.$inferSelect;

/** Any number that no other pair of locks in this database begins with. */
const LOCK_SPACE = 7_162_538;

/** Publications of one shard follow each other, also between processes. Held until the transaction ends. */
export async function lockShard(tx: Tx, shard: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK_SPACE}::int, ${shard}::int)`);
}

export async function readBundle(db: Database, shard: number): Promise<BundleRow | null> {
  const [bundle] = await db.select().from(bundles).where(eq(bundles.shard, shard));
  return bundle ?? null;
}

/** Without their texts, which can be long. */
export function listSequences(db: Database) {
  return db
    .select({ shard: bundles.shard, sequence: bundles.sequence, confirmedSequence: bundles.confirmedSequence })
    .from(bundles)
    .orderBy(asc(bundles.shard));
}

/** A new publication: nobody has confirmed it yet. */
export async function saveBundle(tx: Tx, bundle: Omit<BundleRow, 'confirmedSequence' | 'confirmedAt'>): Promise<void> {
  const { sequence, keyId, payload, signature, issuedAt, leftOut } = bundle;
  await tx
    .insert(bundles)
    .values(bundle)
    .onConflictDoUpdate({ target: bundles.shard, set: { sequence, keyId, payload, signature, issuedAt, leftOut } });
}

/** A bundle may stay as it is while another release of what is left out of it was made. */
export async function saveLeftOut(tx: Tx, bundle: BundleRow, leftOut: readonly LeftOutRelease[]): Promise<void> {
  if (isDeepStrictEqual(bundle.leftOut, leftOut)) return;
  await tx
    .update(bundles)
    .set({ leftOut: [...leftOut] })
    .where(eq(bundles.shard, bundle.shard));
}

/** The release of an experiment that found no room in one of its bundles. */
export async function findLeftOut(db: Database, experimentId: string): Promise<LeftOutRelease | null> {
  const isNamed = sql`${bundles.leftOut} @> ${JSON.stringify([{ experimentId }])}::jsonb`;
  const rows = await db.select({ leftOut: bundles.leftOut }).from(bundles).where(isNamed);
  return rows.flatMap(({ leftOut }) => leftOut).find((release) => release.experimentId === experimentId) ?? null;
}

export type PublishedLink = ReleaseLink & { address: string; host: string | null };

/** Links of experiments that have been released; those of drafts lead nowhere yet. */
export function listPublishedLinks(db: Database): Promise<PublishedLink[]> {
  const released = db.select({ one: sql`1` }).from(releases).where(eq(releases.experimentId, links.experimentId));
  return db
    .select({
      id: links.id,
      workspaceId: links.workspaceId,
      address: links.address,
      experimentId: links.experimentId,
      host: links.host,
      unit: links.unit,
      beforeTune: links.beforeTune,
      deepLinkHosts: links.deepLinkHosts,
      presetQuery: links.presetQuery,
      handBackUrl: links.handBackUrl,
      pixelCookie: links.pixelCookie,
    })
    .from(links)
    .where(exists(released));
}

export async function listAddresses(db: Database, experimentIds: readonly string[]): Promise<string[]> {
  const ofThese = inArray(links.experimentId, [...experimentIds]);
  const rows = await db.select({ address: links.address }).from(links).where(ofThese);
  return rows.map((row) => row.address);
}

/** One look into the index for each, however many releases there have been. */
export async function newestReleases(db: Database, experimentIds: readonly string[]): Promise<Release[]> {
  const newest = db
    .select({ document: releases.document })
    .from(releases)
    .where(eq(releases.experimentId, experiments.id))
    .orderBy(desc(releases.number))
    .limit(1)
    .as('newest');
  const rows = await db
    .select({ document: newest.document })
    .from(experiments)
    .crossJoinLateral(newest)
    .where(inArray(experiments.id, [...experimentIds]));
  return rows.map((row) => row.document);
}

export function workspaceFallbacks(db: Database, ids: readonly string[]) {
  return db
    .select({ id: workspaces.id, fallbackUrl: workspaces.fallbackUrl })
    .from(workspaces)
    .where(inArray(workspaces.id, [...ids]));
}
