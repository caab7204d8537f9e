import { close, fdatasync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { segmentPath } from './segment-files.spool.ts';

/** What a power cut may cost: the kernel holds written clicks for at most about this long before they are on disk. */
const SYNC_EVERY_MS = 100;

/** Appends to the newest segment, and begins the next one when it is full. */
export interface SegmentWriter {
  /**
   * Hands a whole block to the kernel: they survive the end of this process, however it ends. All of it or nothing.
   *
   * @throws the system's error when the disk refuses
   */
  append(bytes: Uint8Array): void;
  /** Leaves the segment that is being written: only then can it be deleted when it is delivered. */
  leaveSegment(): void;
  /** All before this is on disk: no power cut takes it back. In the segment that is being written, or would be next. */
  readonly synced: Position;
  /** The longest that anything written was not yet on disk, in ms: what a power cut at the worst moment would have taken. */
  readonly longestAtRiskMs: number;
  /** Everything is on disk when this resolves. */
  close(): Promise<void>;
}

interface Position {
  readonly segment: number;
  readonly size: number;
}

export interface SegmentWriterOptions {
  readonly folder: string;
  /** Above every segment there is. One of another process is never continued: its last block may be torn. */
  readonly firstSegment: number;
  readonly segmentBytes: number;
  readonly onSyncFault: (error: Error) => void;
}

export function createSegmentWriter(options: SegmentWriterOptions): SegmentWriter {
  let segment = options.firstSegment;
  let size = 0;
  let file: number | null = null;
  let syncTimer: NodeJS.Timeout | null = null;
  let synced: Position = { segment, size };
  /** Since when something written is in no sync; null while nothing is. */
  let atRiskSince: number | null = null;
  let longestAtRiskMs = 0;
  // One after the other, so that what is synced only ever grows.
  let syncs = Promise.resolve();

  /** A sync that fails is said; what it was for counts as synced all the same, or nobody would ever deliver it. */
  const syncUpTo = (open: number, to: Position, then = () => {}) => {
    const since = atRiskSince ?? performance.now();
    atRiskSince = null;
    syncs = syncs.then(async () => {
      await datasync(open).catch(options.onSyncFault);
      longestAtRiskMs = Math.max(longestAtRiskMs, performance.now() - since);
      synced = to;
      then();
    });
  };

  const sync = () => {
    syncTimer = null;
    if (file !== null) syncUpTo(file, { segment, size });
  };

  const beginNext = (old: number) => {
    file = null;
    segment += 1;
    size = 0;
    syncUpTo(old, { segment, size }, () => close(old));
  };

  /** Part of a block may have reached the file. It is cut off, or the whole segment left behind. */
  const undo = (open: number) => {
    try {
      ftruncateSync(open, size);
    } catch {
      beginNext(open);
    }
  };

  return {
    append(bytes) {
      file ??= openSync(segmentPath(options.folder, segment), 'ax', 0o600);
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      } catch (error) {
        undo(file);
        throw error;
      }
      size += bytes.length;
      atRiskSince ??= performance.now();
      if (size >= options.segmentBytes) beginNext(file);
      else syncTimer ??= setTimeout(sync, SYNC_EVERY_MS).unref();
    },
    leaveSegment() {
      if (file !== null && size > 0) beginNext(file);
    },
    get synced() {
      return synced;
    },
    get longestAtRiskMs() {
      return longestAtRiskMs;
    },
    close() {
      if (syncTimer) clearTimeout(syncTimer);
      if (file !== null) beginNext(file);
      return syncs;
    },
  };
}

const datasync = promisify(fdatasync);
