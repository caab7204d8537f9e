import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@alyson/schema';
import { type Log, oncePerMinute } from '../../log.ts';
import type { SecondWayBooks } from '../click-sink.ts';
import { type Books, type BooksFile, type Cursor, openBooksFile } from './books-file.spool.ts';
import { endNumberOnDisk, firstNumberOnDisk } from './numbers-on-disk.spool.ts';
import { listSegments } from './segment-files.spool.ts';

/** What became of the clicks that the cursor passed. */
interface Passed {
  readonly delivered: number;
  readonly setAside: number;
  /** Damaged on disk. */
  readonly lost: number;
}

/** The books over all clicks of a spool: every change is with the kernel at once, so that `kill -9` takes none. */
export interface SpoolBooks extends SecondWayBooks {
  readonly current: Readonly<Books>;
  /** The cursor moves on. */
  pass(next: Cursor, passed: Passed): void;
  /** So many clicks go the second way. */
  refuse(clicks: number): void;
  /** All of it is on disk when this resolves. */
  sync(): Promise<void>;
}

export interface OpenBooksOptions {
  readonly folder: string;
  readonly now: () => number;
  readonly log: Log;
}

/** Opens a spool's books, or begins new ones. Where that fails they are kept in memory, and said so: no click hangs on them. */
export function openBooks({ folder, now, ...options }: OpenBooksOptions): SpoolBooks {
  const log = oncePerMinute(options.log, now);
  mkdirSync(folder, { recursive: true });
  const file = openFile(folder, log);
  let books = endProcessBefore(file?.read() ?? beginBooks(folder), log);

  const change = (next: Partial<Books>) => {
    books = { ...books, ...next };
    try {
      file?.write(books);
    } catch (error) {
      log('error', 'books of the spool could not be written', { fault: messageOf(error) });
    }
  };
  change({});

  return {
    get current() {
      return books;
    },
    pass: (cursor, { delivered, setAside, lost }) =>
      change({
        cursor,
        delivered: books.delivered + delivered,
        setAside: books.setAside + setAside,
        lost: books.lost + lost,
      }),
    refuse: (clicks) => change({ refused: books.refused + clicks }),
    secondWay: ({ sent, delivered, lost }) =>
      change({
        sent,
        settled: books.settled + delivered + lost,
        delivered: books.delivered + delivered,
        lost: books.lost + lost,
      }),
    sync: () => file?.sync() ?? Promise.resolve(),
  };
}

function openFile(folder: string, log: Log): BooksFile | null {
  try {
    return openBooksFile(join(folder, 'books'));
  } catch (error) {
    log('error', 'books of the spool could not be opened', { fault: messageOf(error) });
    return null;
  }
}

function beginBooks(folder: string): Books {
  const segments = listSegments(folder);
  const firstNumber = firstNumberOnDisk(folder, segments) ?? 0;
  const adopted = (endNumberOnDisk(folder, segments) ?? 0) - firstNumber;
  return {
    ledgerId: randomBytes(12).toString('hex'),
    cursor: { segment: 0, offset: 0, number: firstNumber },
    firstNumber,
    delivered: 0,
    setAside: 0,
    lost: 0,
    unknown: 0,
    adopted,
    refused: 0,
    settled: 0,
    sent: 0,
  };
}

/** What waited in the memory of the process before is lost; what it had sent from there, nobody knows. */
function endProcessBefore(books: Books, log: Log): Books {
  const { refused, settled, sent } = books;
  const lost = refused - settled - sent;
  if (lost + sent > 0) log('error', 'clicks in memory ended with the process before', { lost, unknown: sent });
  return { ...books, lost: books.lost + lost, unknown: books.unknown + sent, settled: refused, sent: 0 };
}
