import { appendFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../log.ts';
import type { WaitingBatch, WaitingClicks } from '../click-sink.ts';
import { type Cursor, writeCursor } from './cursor-file.spool.ts';
import { readBlocks } from './read-blocks.spool.ts';
import { listSegments, segmentPath, segmentSize } from './segment-files.spool.ts';
import type { SegmentWriter } from './segment-writer.spool.ts';

export interface WaitingOnDiskOptions {
  readonly folder: string;
  /** Where to begin. */
  readonly cursor: Cursor;
  readonly writer: SegmentWriter;
  readonly log: Log;
  /** A segment of this size was delivered whole and is gone. */
  readonly onDeleted: (bytes: number) => void;
}

/** Reads the spool from the cursor on, segment by segment, up to what is being written. */
export function createWaitingOnDisk(options: WaitingOnDiskOptions): WaitingClicks {
  const { folder, writer, log, onDeleted } = options;
  let cursor = options.cursor;

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
    const { segment, number } = cursor;
    moveTo({ segment: nextSegment(folder, segment, writer), offset: 0, number });
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
        const { segment, offset, number } = cursor;
        const isCurrent = segment === writer.position.segment;
        const end = isCurrent ? writer.position.size : (sizeOf(folder, segment) ?? 0);
        if (offset >= end) {
          if (isCurrent) return null;
          await leaveSegment();
          continue;
        }
        const stretch = { path: segmentPath(folder, segment), from: offset, to: end, number };
        const read = await readBlocks(stretch, mostClicks);
        if (read.isDamaged || read.missing > 0)
          log('error', 'blocks of the spool are damaged', { segment, offset, clicks: read.missing });
        const forget = async () => moveTo({ segment, offset: offset + read.length, number: read.number ?? number });
        if (read.clicks.length > 0) return { clicks: read.clicks, forget };
        await forget(); // nothing but a block torn by a crash, or damaged
      }
    },
    async setAside(click, reason) {
      const line = `{"reason":${JSON.stringify(reason)},"click":${click}}\n`;
      await appendFile(join(folder, 'set-aside.ndjson'), line, { mode: 0o600, flush: true });
    },
  };
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
