import { type EdgeBooks, messageOf } from '@alyson/schema';
import type { Counters } from '../counters.ts';
import { type Log, oncePerMinute } from '../log.ts';
import type { ClickSink, WaitingClicks } from './click-sink.ts';
import { createBlockBuffer } from './spool/block-buffer.spool.ts';
import type { SpoolBooks } from './spool/books.spool.ts';
import { endNumberOnDisk } from './spool/numbers-on-disk.spool.ts';
import { listSegments, segmentSize } from './spool/segment-files.spool.ts';
import { createSegmentWriter } from './spool/segment-writer.spool.ts';
import { createWaitingOnDisk } from './spool/waiting-on-disk.spool.ts';

const SEGMENT_BYTES = 8 * 1024 * 1024;

export interface Spool extends ClickSink {
  readonly waiting: WaitingClicks;
  /** On disk now, delivered or not. */
  bytes(): number;
  /** The longest that a click was answered and not yet on disk, in ms: what a power cut can take. */
  longestAtRiskMs(): number;
  /** What became of every click that was answered. */
  books(): Omit<EdgeBooks, 'edge'>;
  /** Everything recorded is on disk when this resolves. */
  close(): Promise<void>;
}

export interface SpoolOptions {
  readonly folder: string;
  readonly mostBytes: number;
  readonly segmentBytes?: number;
  readonly books: SpoolBooks;
  /** Takes the clicks that the disk refuses (R25). */
  readonly otherwise: ClickSink;
  readonly now: () => number;
  readonly counters: Counters;
  readonly log: Log;
}

/**
 * Clicks in files on this machine (R23). Those of one turn of the event loop are written together, by one call, and only
 * then are they answered: an answered click survives `kill -9` of this process. What a power cut can take is bounded by
 * the sync in the background. A disk that fails or is full costs no click its answer.
 */
export function createSpool(options: SpoolOptions): Spool {
  const { folder, mostBytes, otherwise, counters, books } = options;
  const log = oncePerMinute(options.log, options.now);
  const segments = listSegments(folder);
  const { cursor } = books.current;
  let number = Math.max(endNumberOnDisk(folder, segments) ?? 0, cursor.number);
  let taken = 0;
  let bytesOnDisk = segments.reduce((sum, segment) => sum + segmentSize(folder, segment), 0);
  const writer = createSegmentWriter({
    folder,
    // Above the cursor too: in a number that was used before, it would point into the middle of other clicks.
    firstSegment: Math.max(segments.at(-1) ?? 0, cursor.segment) + 1,
    segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
    onSyncFault: (error) => log('error', 'spool could not be synced', { fault: error.message }),
  });
  const waiting = createWaitingOnDisk({
    folder,
    writer,
    books,
    log: options.log,
    onDeleted(bytes) {
      bytesOnDisk = Math.max(0, bytesOnDisk - bytes);
    },
    onMissing(clicks) {
      counters.lost += clicks;
    },
  });

  const block = createBlockBuffer();
  let kept: (() => void)[] = [];

  const write = () => {
    const bytes = block.seal(number);
    if (bytesOnDisk + bytes.length > mostBytes) throw new Error(`the spool holds its most, ${mostBytes} bytes`);
    writer.append(bytes);
    bytesOnDisk += bytes.length;
    number += block.clicks;
    counters.recorded += block.clicks;
  };

  /** Ends a turn, or a block that is full before it. */
  const endBlock = () => {
    if (block.clicks === 0) return;
    try {
      write();
    } catch (error) {
      // Where there is little room no segment gets full, and one that is never left is never deleted.
      writer.leaveSegment();
      log('error', 'spool refused clicks', { clicks: block.clicks, fault: messageOf(error) });
      books.refuse(block.clicks);
      for (const click of block.texts()) otherwise.record(click, NOBODY_WAITS);
    }
    block.clear();
    const told = kept;
    kept = [];
    for (const onKept of told) tell(onKept);
  };

  /** One listener that fails must not leave the others without their answer. */
  const tell = (onKept: () => void) => {
    try {
      onKept();
    } catch (error) {
      log('error', 'click could not be answered', { fault: messageOf(error) });
    }
  };

  return {
    record(click, onKept) {
      taken += 1;
      if (!block.hasRoomFor(click)) endBlock();
      if (!block.hasRoomFor(click)) {
        books.refuse(1);
        otherwise.record(click, NOBODY_WAITS);
        return tell(onKept);
      }
      if (block.clicks === 0) setImmediate(endBlock);
      block.add(click);
      kept.push(onKept);
    },
    waiting,
    bytes: () => bytesOnDisk,
    longestAtRiskMs: () => writer.longestAtRiskMs,
    books() {
      const { cursor, firstNumber, refused, settled, sent, ...kept } = books.current;
      const onDisk = number - cursor.number;
      // Answered, and not even described: a fault of the router itself, known as long as it runs.
      const undescribed = Math.max(0, counters.answered - taken);
      return {
        ...kept,
        answered: number - firstNumber + refused + undescribed,
        onDisk,
        inMemory: refused - settled,
        unconfirmed: Math.min(onDisk, waiting.unconfirmed()) + sent,
        lost: kept.lost + undescribed,
      };
    },
    close() {
      endBlock();
      return writer.close();
    },
  };
}

/** A click's answer never waits for the second way: that may take as long as a delivery. */
const NOBODY_WAITS = () => {};
