import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@alyson/schema';

/** The least that a file takes on most disks. */
const BYTES = Buffer.alloc(4_096);

/** Writes a file and removes it again. @returns what the disk says to it; null when it takes it */
export function probeFolder(folder: string): string | null {
  const file = join(folder, 'probe');
  try {
    writeFileSync(file, BYTES);
    rmSync(file);
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
