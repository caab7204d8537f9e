import { readFileSync } from 'node:fs';
import { type Block, findNextBlock, readBlock } from './block.spool.ts';
import { segmentPath } from './segment-files.spool.ts';

/** The number of the first click that is in these segments, lowest first; null where there is none. */
export function firstNumberOnDisk(folder: string, segments: readonly number[]): number | null {
  for (const segment of segments) {
    const { value } = blocksOf(folder, segment).next();
    if (value) return value.first;
  }
  return null;
}

/** The number after the last click that is in these segments; null where there is none. */
export function endNumberOnDisk(folder: string, segments: readonly number[]): number | null {
  for (const segment of segments.toReversed()) {
    const last = [...blocksOf(folder, segment)].at(-1);
    if (last) return last.first + last.clicks;
  }
  return null;
}

function* blocksOf(folder: string, segment: number): Generator<Block, undefined> {
  const bytes = readFileSync(segmentPath(folder, segment));
  for (let at: number | null = 0; at !== null && at < bytes.length; ) {
    const block = readBlock(bytes, at);
    if (typeof block === 'string') at = findNextBlock(bytes, at);
    else {
      yield block;
      at = block.end;
    }
  }
}
