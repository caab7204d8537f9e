import { type FileHandle, open } from 'node:fs/promises';
import { type Block, findNextBlock, linesOf, readBlock } from './block.spool.ts';

const READ_BYTES = 1024 * 1024;

/** What was found in a stretch of a segment. */
export interface ReadBlocks {
  readonly clicks: readonly string[];
  /** Bytes that are decided about: read, or skipped as damaged. */
  readonly length: number;
  /** The number after the last click; null where no block was found. */
  readonly number: number | null;
  /** Clicks that should have stood before or between these. */
  readonly missing: number;
  readonly isDamaged: boolean;
}

export interface Stretch {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** The number that the first click should have. */
  readonly number: number;
}

/** Reads whole blocks, at most so many clicks, but one block at least. What is torn or damaged is skipped. */
export async function readBlocks({ path, from, to, number }: Stretch, mostClicks: number): Promise<ReadBlocks> {
  const file = await open(path, 'r');
  try {
    // One block may be longer than what is read at once; then more is.
    for (let bytes = READ_BYTES; ; bytes *= 2) {
      const length = Math.min(bytes, to - from);
      const isAll = length === to - from;
      const read = collect(await readBytes(file, from, length), isAll, number, mostClicks);
      if (read.length > 0 || isAll) return read;
    }
  } finally {
    await file.close();
  }
}

async function readBytes(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(buffer, 0, length, from);
  return buffer.subarray(0, bytesRead);
}

/** @param isAll  nothing comes after these bytes: a block that they cut short is torn */
function collect(bytes: Buffer, isAll: boolean, expected: number, mostClicks: number): ReadBlocks {
  const blocks: Block[] = [];
  let clicks = 0;
  let missing = 0;
  let number = expected;
  let isDamaged = false;
  let at = 0;
  while (at < bytes.length) {
    const block = readBlock(bytes, at);
    if (block === 'incomplete' && !isAll) break;
    if (typeof block === 'string') {
      isDamaged = true;
      at = findNextBlock(bytes, at) ?? bytes.length;
      continue;
    }
    if (clicks > 0 && clicks + block.clicks > mostClicks) break;
    blocks.push(block);
    clicks += block.clicks;
    missing += Math.max(0, block.first - number);
    number = block.first + block.clicks;
    at = block.end;
  }
  return {
    clicks: blocks.flatMap((block) => linesOf(bytes, block)),
    length: at,
    number: blocks.length > 0 ? number : null,
    missing,
    isDamaged,
  };
}
