/**
 * A part writes its log straight into a file, so that it can go on writing when this process is dead. This follows the
 * file: it keeps the size within bounds, and shows errors on the console.
 */
import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { LogLine } from '@alyson/schema';
import * as z from 'zod';

const FOLLOW_EVERY_MS = 250;
const MAX_BYTES = 10 * 1024 * 1024;
const READ_AT_MOST_BYTES = 256 * 1024;

export interface PartLog {
  /** For the part's standard output and error. Opened to append, so emptying the file is safe. */
  descriptor: number;
  /** Reads what has come until now. @returns the newest warning, error or last words since `forget` */
  lastTrouble(): string | undefined;
  /** A new process begins: what the old one said explains nothing any more. */
  forget(): void;
  close(): void;
}

export function openPartLog(file: string, onError: (line: string) => void): PartLog {
  const descriptor = openSync(file, 'a+', 0o600);
  let offset = fstatSync(descriptor).size;
  let unfinished = '';
  let lastTrouble: string | undefined;

  const follow = () => {
    const { size } = fstatSync(descriptor);
    offset = Math.max(Math.min(offset, size), size - READ_AT_MOST_BYTES); // a flood is not worth reading whole
    const lines = (unfinished + readText(descriptor, offset, size)).split('\n');
    offset = size;
    unfinished = lines.pop() ?? '';
    for (const line of lines) {
      const logged = readEntry(line);
      if (logged?.isError) onError(logged.words);
      lastTrouble = logged?.words ?? lastWordsIn(line) ?? lastTrouble;
    }
    if (size > MAX_BYTES) {
      setAside(file);
      ftruncateSync(descriptor);
      offset = 0;
    }
  };
  const timer = setInterval(follow, FOLLOW_EVERY_MS);
  timer.unref();

  return {
    descriptor,
    lastTrouble() {
      follow();
      return lastTrouble;
    },
    forget() {
      lastTrouble = undefined;
    },
    close() {
      clearInterval(timer);
      follow();
      closeSync(descriptor);
    },
  };
}

function setAside(file: string): void {
  try {
    copyFileSync(file, `${file}.1`);
  } catch {
    // The disk is full: better no old log than no bound.
  }
}

function readText(descriptor: number, from: number, to: number): string {
  const bytes = Buffer.alloc(to - from);
  return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, from));
}

/** What a process says when it ends by itself: a line meant for people, a variable at fault, an error nobody caught. */
function lastWordsIn(line: string): string | undefined {
  if (line.startsWith('alyson: ')) return line.slice('alyson: '.length);
  return /^[A-Z]+_[A-Z_]+ |^(Uncaught )?\w*Error\b.*:/.test(line) ? line : undefined;
}

/** What says more than the message, of a line's fields. */
const Details = z.object({
  err: z.object({ message: z.string() }).optional(),
  fault: z.string().optional(),
  detail: z.string().optional(),
  route: z.string().optional(),
  status: z.number().optional(),
});

/** A warning or an error of the structured log, in words. */
function readEntry(line: string): { words: string; isError: boolean } | undefined {
  if (!line.startsWith('{')) return undefined;
  const entry = LogLine.safeParse(parseJson(line)).data;
  if (!entry || entry.level === 'info') return undefined;
  const { err, fault, detail, route, status } = Details.safeParse(entry.fields).data ?? {};
  const more = err?.message ?? fault ?? detail ?? (route && `${route} answered ${status}`);
  const words = [entry.message, more?.split('\n')[0]].filter(Boolean).join(': ');
  return { words, isError: entry.level !== 'warn' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // cut off in the middle
  }
}
