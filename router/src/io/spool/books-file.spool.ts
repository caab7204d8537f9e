import { closeSync, fdatasync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { toHex32 } from '../../domain/hex.ts';

const count = z.int().min(0);

/** What must outlive the process: how far clicks were delivered, and what became of them. */
const Books = z.object({
  ledgerId: z.string().min(1),
  /** Where the next click to deliver lies, and its number. */
  cursor: z.object({ segment: count, offset: count, number: count }),
  /** The number of the first click in these books. */
  firstNumber: count,
  delivered: count,
  setAside: count,
  lost: count,
  unknown: count,
  adopted: count,
  /** Clicks that the disk refused; of these, settled: delivered or lost; and of the rest, sent without an answer yet. */
  refused: count,
  settled: count,
  sent: count,
});
export type Books = z.infer<typeof Books>;
export type Cursor = Books['cursor'];

export interface BooksFile {
  read(): Books | null;
  /** With the kernel when this returns. @throws the system's error when the disk refuses */
  write(books: Books): void;
  /** On disk when this resolves. */
  sync(): Promise<void>;
  close(): void;
}

const SLOT_BYTES = 512;
const CHECKSUM_LENGTH = 8;

/**
 * Two places of fixed size, written in turns, in a file that exists whole from the beginning: a write that is torn leaves
 * the one before, and a full disk has room for the next. The one with the higher revision counts.
 */
export function openBooksFile(path: string): BooksFile {
  const file = openSync(path, openFlags(path), 0o600);
  let revision = 0;

  const readSlot = (slot: number): { revision: number; books: Books } | null => {
    const bytes = Buffer.alloc(SLOT_BYTES);
    readSync(file, bytes, 0, SLOT_BYTES, slot * SLOT_BYTES);
    const text = bytes.toString('utf8').trimEnd();
    const body = text.slice(CHECKSUM_LENGTH + 1);
    if (text.slice(0, CHECKSUM_LENGTH) !== toHex32(crc32(body))) return null;
    return Slot.safeParse(JSON.parse(body)).data ?? null;
  };

  const write = (books: Books) => {
    revision += 1;
    const body = JSON.stringify({ revision, books });
    const bytes = Buffer.from(`${toHex32(crc32(body))} ${body}`.padEnd(SLOT_BYTES));
    writeSync(file, bytes, 0, SLOT_BYTES, (revision % 2) * SLOT_BYTES);
  };

  return {
    read() {
      const slots = [readSlot(0), readSlot(1)].filter((slot) => slot !== null);
      const newest = slots.sort((a, b) => b.revision - a.revision)[0];
      revision = newest?.revision ?? 0;
      return newest?.books ?? null;
    },
    write,
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(file, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => closeSync(file),
  };
}
