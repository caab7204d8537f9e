import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/**
 * How far clicks were delivered, and the number of the next one. Losing it only means delivering again what the control
 * plane already has.
 */
const Cursor = z.object({ segment: z.int().min(0), offset: z.int().min(0), number: z.int().min(0) });
export type Cursor = z.infer<typeof Cursor>;

const NAME = 'cursor.json';

export function readCursor(folder: string): Cursor | null {
  try {
    return Cursor.parse(JSON.parse(readFileSync(join(folder, NAME), 'utf8')));
  } catch {
    return null;
  }
}

/** Replaced whole. */
export function writeCursor(folder: string, cursor: Cursor): void {
  const draft = join(folder, `${NAME}.draft`);
  writeFileSync(draft, JSON.stringify(cursor));
  renameSync(draft, join(folder, NAME));
}
