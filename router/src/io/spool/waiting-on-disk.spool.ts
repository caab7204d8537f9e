import { appendFile, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../log.ts';
import type { WaitingBatch, WaitingClicks } from '../click-sink.ts';
import { type Cursor, readCursor, writeCursor } from './cursor-file.spool.ts';
import { listSegments, segmentPath, segmentSize } from './segment-files.spool.ts';
import type { SegmentWriter } from './segment-writer.spool.ts';
import { decodeLines } from './spool-line.spool.ts';

const READ_BYTES = 1024 * 1024;

export interface WaitingOnDiskOptions {
  readonly folder: string;
  readonly writer: SegmentWriter;
  readonly log: Log;
  /** A segment of this size was delivered whole and is gone. */
  readonly onDeleted: (bytes: number) => void;
}

/** Reads the spool from the cursor on, segment by segment, up to what is being written. */
export function createWaitingOnDisk({ folder, writer, log, onDeleted }: WaitingOnDiskOptions): WaitingClicks {
  let cursor = readCursor(folder) ?? { segment: 0, offset: 0 };

  const moveTo = (next: Cursor) => {
    cursor = next;
    try {
      writeCursor(folder, cursor);
    } catch (error) {
      log('error', 'cursor of the spool could not be written', { fault: messageOf(error) });
    }
  };

  /** Goes on to the next segment, and deletes the one that was read to its end. */
  const leaveSegment = async () => {
    const { segment } = cursor;
    moveTo({ segment: nextSegment(folder, segment, writer), offset: 0 });
    const bytes = sizeOf(folder, segment);
    if (bytes === null) return;
    await unlink(segmentPath(folder, segment)).catch((error) =>
      log('error', 'segment of the spool could not be deleted', { segment, fault: messageOf(error) }),
    );
    onDeleted(bytes);
  };

  return {
    async next(mostClicks): Promise<WaitingBatch | null> {
      for (;;) {
        const { segment, offset } = cursor;
        const isCurrent = segment === writer.position.segment;
        const end = isCurrent ? writer.position.size : (sizeOf(folder, segment) ?? 0);
        if (offset >= end && isCurrent) return null;
        const { clicks, length, damaged } =
          offset >= end ? NOTHING : await readLines(segmentPath(folder, segment), offset, end, mostClicks);
        if (damaged > 0) log('error', 'lines of the spool are damaged', { segment, lines: damaged });
        const forget = async () => moveTo({ segment, offset: offset + length });
        if (clicks.length > 0) return { clicks, forget };
        if (length > 0) await forget();
        else await leaveSegment(); // nothing is left of it but perhaps a line torn by a crash
      }
    },
    async setAside(click, reason) {
      const line = `${JSON.stringify({ reason, click: JSON.parse(click) })}\n`;
      await appendFile(join(folder, 'set-aside.ndjson'), line, { mode: 0o600, flush: true });
    },
  };
}

const NOTHING = { clicks: [], length: 0, damaged: 0 };

/** One line may be longer than what is read at once; then more is. */
async function readLines(path: string, offset: number, end: number, mostClicks: number) {
  const file = await open(path, 'r');
  try {
    for (let bytes = READ_BYTES; ; bytes *= 2) {
      const buffer = Buffer.alloc(Math.min(bytes, end - offset));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      const decoded = decodeLines(buffer.subarray(0, bytesRead), mostClicks);
      if (decoded.length > 0 || offset + bytes >= end) return decoded;
    }
  } finally {
    await file.close();
  }
}

const nextSegment = (folder: string, after: number, writer: SegmentWriter): number =>
  listSegments(folder).find((segment) => segment > after) ?? writer.position.segment;

function sizeOf(folder: string, segment: number): number | null {
  try {
    return segmentSize(folder, segment);
  } catch {
    return null;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
