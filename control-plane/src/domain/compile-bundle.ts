import type { Bundle, Release, ReleaseLink } from '@alyson/schema';

/** A bundle's content: all but what every publication has anew. */
export type BundleContent = Omit<Bundle, 'sequence' | 'issuedAtMs'>;

export interface ShardParts {
  environment: string;
  shard: number;
  shardCount: number;
  /** The links of this shard whose experiment has a release. */
  links: readonly (ReleaseLink & { address: string; host: string | null })[];
  /** The newest release of each of these experiments. */
  releases: readonly Release[];
  workspaces: readonly { id: string; fallbackUrl: string | null }[];
}

/**
 * One shard's routing (R19). Of an experiment that is not running nobody asks the rules: they stay at home, so that a pause
 * is small however much the experiment holds. The same parts in any order give the same text, so that no change makes no
 * publication.
 */
export function compileBundle({
  environment,
  shard,
  shardCount,
  links,
  releases,
  workspaces,
}: ShardParts): BundleContent {
  const sortedLinks = links.toSorted((a, b) => compareTexts(a.address, b.address));
  const sortedWorkspaces = workspaces.toSorted((a, b) => compareTexts(a.id, b.id));
  return {
    schemaVersion: 1,
    environment,
    shard,
    shardCount,
    hosts: [...new Set(sortedLinks.flatMap(({ host }) => host ?? []))].toSorted(compareTexts),
    links: Object.fromEntries(sortedLinks.map(({ address, host: _, ...link }) => [address, link])),
    workspaces: Object.fromEntries(sortedWorkspaces.map(({ id, fallbackUrl }) => [id, { fallbackUrl }])),
    releases: releases
      .toSorted((a, b) => compareTexts(a.experimentId, b.experimentId))
      .map((release) => (release.state === 'running' ? release : { ...release, rules: [] })),
  };
}

/** By code unit, the same on every machine; a locale's order is not. */
const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
