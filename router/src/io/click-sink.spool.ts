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

  let turn: Turn | null = null;

  const write = (lines: string) => {
    const bytes = Buffer.from(lines);
    if (bytesOnDisk + bytes.length > mostBytes) throw new Error(`the spool holds its most, ${mostBytes} bytes`);
    writer.append(bytes);
    bytesOnDisk += bytes.length;
  };

  const endTurn = () => {
    if (!turn) return;
    const { clicks, lines, written } = turn;
    turn = null;
    try {
      write(lines);
      counters.recorded += clicks.length;
    } catch (error) {
      log('error', 'spool refused clicks', {
        clicks: clicks.length,
        fault: error instanceof Error ? error.message : '',
      });
      for (const click of clicks) void otherwise.record(click);
    }
    written.resolve();
  };

  return {
    record(click) {
      if (!turn) {
        turn = { clicks: [], lines: '', written: Promise.withResolvers() };
        setImmediate(endTurn);
      }
      turn.clicks.push(click);
      turn.lines += encodeLine(JSON.stringify(click));
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
  lines: string;
  readonly written: PromiseWithResolvers<void>;
}
