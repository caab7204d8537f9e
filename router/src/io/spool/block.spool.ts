/**
 * A block is the clicks of one turn of the event loop, and what is written, read and delivered whole:
 *
 *     #1 <crc32> <number of its first click> <clicks> <bytes>\n      all of fixed width
 *     {"id":…}\n                                                     one line per click
 *
 * The checksum covers all that follows it, the rest of the header too. Clicks are numbered since the spool began, so that a
 * gap tells how many are missing. No click's line begins with `#`: after damage the next block is found by its header.
 */
import { crc32 } from 'node:zlib';
import { toHex32 } from '../../domain/hex.ts';

export const HEADER_BYTES = 43;
const CHECKED_FROM = 12;
const HEADER = /^#1 ([0-9a-f]{8}) (\d{16}) (\d{4}) (\d{8})\n$/;

/** Writes the header before lines that begin at `HEADER_BYTES`. @param end  where the lines end */
export function sealBlock(bytes: Buffer, end: number, first: number, clicks: number): void {
  const rest = `${pad(first, 16)} ${pad(clicks, 4)} ${pad(end - HEADER_BYTES, 8)}\n`;
  bytes.write(rest, CHECKED_FROM, 'latin1');
  bytes.write(`#1 ${toHex32(crc32(bytes.subarray(CHECKED_FROM, end)))} `, 0, 'latin1');
}

export interface Block {
  readonly first: number;
  readonly clicks: number;
  /** Where its lines begin in what was read, and where the next block does. */
  readonly linesFrom: number;
  readonly end: number;
}

/** Reads the block that begins at `at`. `incomplete`: it says that it is longer than what is there. */
export function readBlock(bytes: Buffer, at: number): Block | 'incomplete' | 'damaged' {
  const linesFrom = at + HEADER_BYTES;
  const header = HEADER.exec(bytes.toString('latin1', at, linesFrom));
  if (!header) return bytes.length < linesFrom ? 'incomplete' : 'damaged';
  const [, checksum = '', first, clicks, length] = header;
  const end = linesFrom + Number(length);
  if (end > bytes.length) return 'incomplete';
  const isWhole = toHex32(crc32(bytes.subarray(at + CHECKED_FROM, end))) === checksum;
  return isWhole ? { first: Number(first), clicks: Number(clicks), linesFrom, end } : 'damaged';
}

export const linesOf = (bytes: Buffer, { linesFrom, end }: Block): string[] =>
  bytes.toString('utf8', linesFrom, end - 1).split('\n');

/** @returns where the next block may begin, after `at`; null if nowhere in what is there */
export function findNextBlock(bytes: Buffer, at: number): number | null {
  const found = bytes.indexOf('\n#', at);
  return found === -1 ? null : found + 1;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
