import { HEADER_BYTES, linesOf, sealBlock } from './block.spool.ts';

/** A block is delivered whole, so a delivery has room for it: for two, that it may be full. */
const MOST_CLICKS_IN_BLOCK = 500;
/** Longer than any click can be. */
const BUFFER_BYTES = 4 * 1024 * 1024;
const MOST_BYTES_PER_CHARACTER = 3;
const LINE_FEED = 0x0a;

/**
 * The block that is being collected. One buffer, used again and again: a new one for each turn would be memory outside the
 * heap, and the collector would run ten times as often.
 */
export interface BlockBuffer {
  readonly clicks: number;
  hasRoomFor(click: string): boolean;
  add(click: string): void;
  /** The block as it is written. @param first  the number of its first click */
  seal(first: number): Buffer;
  /** Its clicks as texts again. */
  texts(): string[];
  clear(): void;
}

export function createBlockBuffer(): BlockBuffer {
  const bytes = Buffer.allocUnsafe(BUFFER_BYTES);
  let end = HEADER_BYTES;
  let clicks = 0;
  return {
    get clicks() {
      return clicks;
    },
    hasRoomFor: (click) =>
      clicks < MOST_CLICKS_IN_BLOCK && end + click.length * MOST_BYTES_PER_CHARACTER < BUFFER_BYTES,
    add(click) {
      end += bytes.write(click, end);
      bytes[end] = LINE_FEED;
      end += 1;
      clicks += 1;
    },
    seal(first) {
      sealBlock(bytes, end, first, clicks);
      return bytes.subarray(0, end);
    },
    texts: () => linesOf(bytes, { first: 0, clicks, linesFrom: HEADER_BYTES, end }),
    clear() {
      end = HEADER_BYTES;
      clicks = 0;
    },
  };
}
