import type { LeftOutRelease } from '@alyson/schema';
import type { BundleContent } from './compile-bundle.ts';

export interface FittedBundle {
  content: BundleContent;
  /** Releases that found no room. */
  leftOut: readonly LeftOutRelease[];
}

/** For what stands around the text: the key's id, the signature, and what every publication has anew. */
const ENVELOPE_BYTES = 1_024;

/**
 * A bundle that an edge takes. Where there is no room for all, the largest releases are left out, as many as it takes: an
 * edge keeps the one it has of each, and everybody else's changes go on (R19). All or nothing would let a few experiments
 * with enormous rules stop every other of their shard, also from being paused.
 */
export function fitBundle(content: BundleContent, mostBytes: number): FittedBundle {
  let excess = bytesOnTheWay(content) + ENVELOPE_BYTES - mostBytes;
  if (excess <= 0) return { content, leftOut: [] };
  const leftOut: LeftOutRelease[] = [];
  const bySize = content.releases
    .map((release) => ({
      experimentId: release.experimentId,
      number: release.number,
      bytes: bytesOnTheWay(release),
    }))
    .toSorted((a, b) => b.bytes - a.bytes);
  for (const release of bySize) {
    if (excess <= 0) break;
    leftOut.push(release);
    excess -= release.bytes;
  }
  const gone = new Set(leftOut.map(({ experimentId }) => experimentId));
  const releases = content.releases.filter(({ experimentId }) => !gone.has(experimentId));
  return { content: { ...content, releases }, leftOut };
}

/** As a text within the text of a `SignedBundle`, where every quote is escaped once more. */
const bytesOnTheWay = (value: unknown): number => Buffer.byteLength(JSON.stringify(JSON.stringify(value)));
