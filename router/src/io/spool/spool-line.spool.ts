import { crc32 } from 'node:zlib';
import { toHex32 } from '../../domain/hex.ts';

/** A click in the spool: a checksum of eight hex digits, a space, the click's JSON, a line feed. */
const CHECKSUM_LENGTH = 8;
const LINE_FEED = 0x0a;

export const encodeLine = (click: string): string => `${checksumOf(click)} ${click}\n`;

export interface DecodedLines {
  readonly clicks: readonly string[];
  /** Bytes up to and with the last line feed: what is decided about. */
  readonly length: number;
  /** Lines whose checksum does not match: torn by a crash, or damaged on disk. */
  readonly damaged: number;
}

/** Reads whole lines from the start of a buffer, at most so many clicks. What follows the last line feed is left. */
export function decodeLines(bytes: Buffer, mostClicks: number): DecodedLines {
  const clicks: string[] = [];
  let length = 0;
  let damaged = 0;
  while (clicks.length < mostClicks) {
    const end = bytes.indexOf(LINE_FEED, length);
    if (end === -1) break;
    const click = decodeLine(bytes.toString('utf8', length, end));
    if (click === null) damaged += 1;
    else clicks.push(click);
    length = end + 1;
  }
  return { clicks, length, damaged };
}

function decodeLine(line: string): string | null {
  const click = line.slice(CHECKSUM_LENGTH + 1);
  return line.slice(0, CHECKSUM_LENGTH) === checksumOf(click) ? click : null;
}

const checksumOf = (text: string): string => toHex32(crc32(text));
