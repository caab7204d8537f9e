import { mkdirSync } from 'node:fs';
import type { Counters } from '../counters.ts';
import { type Log, oncePerMinute } from '../log.ts';
import type { ClickSink, WaitingClicks } from './click-sink.ts';
import { createBlockBuffer } from './spool/block-buffer.spool.ts';
import { readCursor } from './spool/cursor-file.spool.ts';
import { endNumberOnDisk, firstNumberOnDisk } from './spool/numbers-on-disk.spool.ts';
import { listSegments, segmentSize } from './spool/segment-files.spool.ts';
import { createSegmentWriter } from './spool/segment-writer.spool.ts';
import { createWaitingOnDisk } from './spool/waiting-on-disk.spool.ts';

const SEGMENT_BYTES = 8 * 1024 * 1024;

export interface Spool extends ClickSink {
  readonly waiting: WaitingClicks;
  /** On disk now, delivered or not. */
  bytes(): number;
  /** Everything recorded is on disk when this returns. */
  close(): void;
}

export interface SpoolOptions {
  readonly folder: string;
  readonly mostBytes: number;
  readonly segmentBytes?: number;
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
  const { folder, mostBytes, otherwise, counters } = options;
  const log = oncePerMinute(options.log, options.now);
  mkdirSync(folder, { recursive: true });
  const segments = listSegments(folder);
  const cursor = readCursor(folder) ?? { segment: 0, offset: 0, number: firstNumberOnDisk(folder, segments) ?? 0 };
  let number = Math.max(endNumberOnDisk(folder, segments) ?? 0, cursor.number);
  let bytesOnDisk = segments.reduce((sum, segment) => sum + segmentSize(folder, segment), 0);
  const writer = createSegmentWriter({
    folder,
    // Above the cursor too: in a number that was used before, it would point into the middle of other clicks.
    firstSegment: Math.max(segments.at(-1) ?? 0, cursor.segment) + 1,
    segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
    onSyncFault: (error) => log('error', 'spool could not be synced', { fault: error.message }),
  });
  const onDeleted = (bytes: number) => {
    bytesOnDisk = Math.max(0, bytesOnDisk - bytes);
  };

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
      if (!block.hasRoomFor(click)) endBlock();
      if (!block.hasRoomFor(click)) {
        otherwise.record(click, NOBODY_WAITS);
        return tell(onKept);
      }
      if (block.clicks === 0) setImmediate(endBlock);
      block.add(click);
      kept.push(onKept);
    },
    waiting: createWaitingOnDisk({ folder, cursor, writer, log: options.log, onDeleted }),
    bytes: () => bytesOnDisk,
    close() {
      endBlock();
      writer.close();
    },
  };
}

/** A click's answer never waits for the second way: that may take as long as a delivery. */
const NOBODY_WAITS = () => {};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown');
