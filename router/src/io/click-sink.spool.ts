import { mkdirSync } from 'node:fs';
import type { Click } from '@alyson/schema';
import type { Counters } from '../counters.ts';
import { type Log, oncePerMinute } from '../log.ts';
import type { ClickSink, WaitingClicks } from './click-sink.ts';
import { readCursor } from './spool/cursor-file.spool.ts';
import { listSegments, segmentSize } from './spool/segment-files.spool.ts';
import { createSegmentWriter } from './spool/segment-writer.spool.ts';
import { encodeLine } from './spool/spool-line.spool.ts';
import { createWaitingOnDisk } from './spool/waiting-on-disk.spool.ts';

const SEGMENT_BYTES = 8 * 1024 * 1024;
/**
 * The clicks of a turn are encoded into one buffer that is used again and again: a new one for each turn would be memory
 * outside the heap, and the collector would run ten times as often. Longer than any click can be.
 */
const LINES_BYTES = 4 * 1024 * 1024;
const MOST_BYTES_PER_CHARACTER = 3;

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
  let bytesOnDisk = segments.reduce((sum, segment) => sum + segmentSize(folder, segment), 0);
  const writer = createSegmentWriter({
    folder,
    // Above the cursor too: in a number that was used before, it would point into the middle of other clicks.
    firstSegment: Math.max(segments.at(-1) ?? 0, readCursor(folder)?.segment ?? 0) + 1,
    segmentBytes: options.segmentBytes ?? SEGMENT_BYTES,
    onSyncFault: (error) => log('error', 'spool could not be synced', { fault: error.message }),
  });
  const onDeleted = (bytes: number) => {
    bytesOnDisk = Math.max(0, bytesOnDisk - bytes);
  };

  const lines = Buffer.allocUnsafe(LINES_BYTES);
  let turn: Turn | null = null;

  const write = (bytes: Uint8Array) => {
    if (bytesOnDisk + bytes.length > mostBytes) throw new Error(`the spool holds its most, ${mostBytes} bytes`);
    writer.append(bytes);
    bytesOnDisk += bytes.length;
  };

  const endTurn = () => {
    if (!turn) return;
    const { clicks, length, written } = turn;
    turn = null;
    try {
      write(lines.subarray(0, length));
      counters.recorded += clicks.length;
    } catch (error) {
      // Where there is little room no segment gets full, and one that is never left is never deleted.
      writer.leaveSegment();
      const fault = error instanceof Error ? error.message : 'unknown';
      log('error', 'spool refused clicks', { clicks: clicks.length, fault });
      for (const click of clicks) void otherwise.record(click);
    }
    written.resolve();
  };

  const beginTurn = (): Turn => {
    setImmediate(endTurn);
    return { clicks: [], length: 0, written: Promise.withResolvers() };
  };

  return {
    record(click) {
      const line = encodeLine(JSON.stringify(click));
      if (turn && turn.length + line.length * MOST_BYTES_PER_CHARACTER > LINES_BYTES) endTurn();
      turn ??= beginTurn();
      turn.clicks.push(click);
      turn.length += lines.write(line, turn.length);
      return turn.written.promise;
    },
    waiting: createWaitingOnDisk({ folder, writer, log: options.log, onDeleted }),
    bytes: () => bytesOnDisk,
    close() {
      endTurn();
      writer.close();
    },
  };
}

/** The clicks of one turn of the event loop. */
interface Turn {
  readonly clicks: Click[];
  /** Bytes of theirs in `lines`. */
  length: number;
  readonly written: PromiseWithResolvers<void>;
}
