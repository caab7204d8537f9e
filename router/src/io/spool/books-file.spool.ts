import { closeSync, constants, fdatasync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { toHex32 } from '../../domain/hex.ts';

const count = z.int().min(0);

/** What must outlive the process: how far clicks were delivered, and what became of all of them. */
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
  /** Clicks that the disk refused, so that they went the second way. */
  refused: count,
  /** Of these: delivered or lost. */
  settled: count,
  /** Of those not settled: sent, and nothing heard. */
  sent: count,
});
export type Books = z.infer<typeof Books>;
export type Cursor = Books['cursor'];

const Slot = z.object({ revision: count, books: Books });
type Slot = z.infer<typeof Slot>;

export interface BooksFile {
  read(): Books | null;
  /** With the kernel when this returns. @throws the system's error when the disk refuses */
  write(books: Books): void;
  /** What was written is on disk when this resolves. */
  sync(): Promise<void>;
  close(): void;
}

const SLOT_BYTES = 1024;
const CHECKSUM_LENGTH = 8;

/**
 * Two places of fixed size, written in turns, in a file that has its full size from the beginning: a write that is torn
 * leaves the one before, and a full disk refuses none. Of two that are whole the later one counts.
 *
 * @throws the system's error when it cannot be opened
 */
export function openBooksFile(path: string): BooksFile {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  let revision = 0;
  return {
    read() {
      const slots = [readSlot(file, 0), readSlot(file, 1)].filter((slot) => slot !== null);
      const latest = slots.sort((a, b) => b.revision - a.revision)[0];
      revision = latest?.revision ?? 0;
      return latest?.books ?? null;
    },
    write(books) {
      revision += 1;
      const text = JSON.stringify({ revision, books } satisfies Slot);
      const bytes = Buffer.from(`${toHex32(crc32(text))} ${text}`.padEnd(SLOT_BYTES));
      writeSync(file, bytes, 0, SLOT_BYTES, (revision % 2) * SLOT_BYTES);
    },
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(file, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => closeSync(file),
  };
}

function readSlot(file: number, slot: number): Slot | null {
  const bytes = Buffer.alloc(SLOT_BYTES);
  readSync(file, bytes, 0, SLOT_BYTES, slot * SLOT_BYTES);
  const text = bytes.toString('utf8').trimEnd();
  const body = text.slice(CHECKSUM_LENGTH + 1);
  if (text.slice(0, CHECKSUM_LENGTH) !== toHex32(crc32(body))) return null;
  return Slot.safeParse(JSON.parse(body)).data ?? null;
}
