import { appendFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_CLICKS_PER_DELIVERY, messageOf } from '@alyson/schema';
import type { Log } from '../../log.ts';
import type { WaitingBatch, WaitingClicks } from '../click-sink.ts';
import type { SpoolBooks } from './books.spool.ts';
import { readBlocks } from './read-blocks.spool.ts';
import { listSegments, segmentPath, segmentSize } from './segment-files.spool.ts';
import type { SegmentWriter } from './segment-writer.spool.ts';

export interface WaitingOnDiskOptions {
  readonly folder: string;
  readonly writer: SegmentWriter;
  readonly books: SpoolBooks;
  readonly log: Log;
  /** A segment of this size was delivered whole and is gone. */
  readonly onDeleted: (bytes: number) => void;
  /** So many clicks are damaged on disk. */
  readonly onMissing: (clicks: number) => void;
}

export interface WaitingOnDisk extends WaitingClicks {
  /** Of those that wait: read to be sent, and not forgotten yet. */
  unconfirmed(): number;
}

/** Reads the spool from the cursor on, segment by segment, up to what a power cut cannot take back any more. */
export function createWaitingOnDisk(options: WaitingOnDiskOptions): WaitingOnDisk {
  const { folder, writer, books, log, onDeleted, onMissing } = options;
  // The process before may have sent a delivery that it did not see answered.
  let unconfirmed = MAX_CLICKS_PER_DELIVERY;

  /** Goes on to the next segment, and deletes the one that was read to its end. */
  const leaveSegment = async () => {
    const { segment, number } = books.current.cursor;
    books.pass({ segment: nextSegment(folder, segment, writer), offset: 0, number }, NOTHING);
    const bytes = sizeOf(folder, segment);
    if (bytes === null) return;
    // Books that are older than the segments would take its clicks for lost.
    await books.sync();
    await unlink(segmentPath(folder, segment)).catch((error) =>
      log('error', 'segment of the spool could not be deleted', { segment, fault: messageOf(error) }),
    );
    onDeleted(bytes);
  };

  return {
    async next(mostClicks): Promise<WaitingBatch | null> {
      for (;;) {
        const { segment, offset, number } = books.current.cursor;
        const isCurrent = segment === writer.synced.segment;
        const end = isCurrent ? writer.synced.size : (sizeOf(folder, segment) ?? 0);
        if (offset >= end) {
          if (isCurrent) return null;
          await leaveSegment();
          continue;
        }
        const stretch = { path: segmentPath(folder, segment), from: offset, to: end, number };
        const { clicks, length, missing, ...read } = await readBlocks(stretch, mostClicks);
        if (read.isDamaged || missing > 0)
          log('error', 'blocks of the spool are damaged', { segment, offset, clicks: missing });
        const next = { segment, offset: offset + length, number: read.number ?? number };
        if (clicks.length === 0) {
          books.pass(next, NOTHING); // nothing but a block torn by a crash, or damaged
          continue;
        }
        unconfirmed = Math.max(unconfirmed, clicks.length);
        const forget = async (setAside: number) => {
          books.pass(next, { delivered: clicks.length - setAside, setAside, lost: missing });
          onMissing(missing);
          unconfirmed -= clicks.length;
        };
        return { clicks, forget };
      }
    },
    unconfirmed: () => unconfirmed,
    async setAside(click, reason) {
      const line = `{"reason":${JSON.stringify(reason)},"click":${click}}\n`;
      await appendFile(join(folder, 'set-aside.ndjson'), line, { mode: 0o600, flush: true });
    },
  };
}

const NOTHING = { delivered: 0, setAside: 0, lost: 0 };

const nextSegment = (folder: string, after: number, writer: SegmentWriter): number =>
  listSegments(folder).find((segment) => segment > after) ?? writer.synced.segment;

function sizeOf(folder: string, segment: number): number | null {
  try {
    return segmentSize(folder, segment);
  } catch {
    return null;
  }
}
