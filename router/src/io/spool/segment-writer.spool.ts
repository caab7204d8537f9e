import { close, closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { segmentPath } from './segment-files.spool.ts';

/** What a power cut may cost: the kernel holds written clicks for at most about this long before they are on disk. */
const SYNC_EVERY_MS = 100;

/** Appends to the newest segment, and begins the next one when it is full. */
export interface SegmentWriter {
  /**
   * Hands whole lines to the kernel: they survive the end of this process, however it ends. All of them or none.
   *
   * @throws the system's error when the disk refuses
   */
  append(bytes: Uint8Array): void;
  /** Leaves the segment that is being written: only then can it be deleted when it is delivered. */
  leaveSegment(): void;
  /** The segment that is being written, or would be next; and how far it reaches. */
  readonly position: { readonly segment: number; readonly size: number };
  /** Everything is on disk when this returns. */
  close(): void;
}

export interface SegmentWriterOptions {
  readonly folder: string;
  /** Above every segment there is. One of another process is never continued: its last line may be torn. */
  readonly firstSegment: number;
  readonly segmentBytes: number;
  readonly onSyncFault: (error: Error) => void;
}

export function createSegmentWriter(options: SegmentWriterOptions): SegmentWriter {
  let segment = options.firstSegment;
  let size = 0;
  let file: number | null = null;
  let syncTimer: NodeJS.Timeout | null = null;

  const sync = () => {
    syncTimer = null;
    if (file === null) return;
    fdatasync(file, (error) => error && options.onSyncFault(error));
  };

  const beginNext = (old: number) => {
    file = null;
    segment += 1;
    size = 0;
    fdatasync(old, (error) => {
      if (error) options.onSyncFault(error);
      close(old);
    });
  };

  /** Part of a line may have reached the file. It is cut off, or the whole segment left behind. */
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
      if (size >= options.segmentBytes) beginNext(file);
      else syncTimer ??= setTimeout(sync, SYNC_EVERY_MS).unref();
    },
    leaveSegment() {
      if (file !== null && size > 0) beginNext(file);
    },
    get position() {
      return { segment, size };
    },
    close() {
      if (syncTimer) clearTimeout(syncTimer);
      if (file === null) return;
      fdatasyncSync(file);
      closeSync(file);
      file = null;
      segment += 1;
      size = 0;
    },
  };
}
