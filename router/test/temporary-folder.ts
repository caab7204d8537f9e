import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of this test's own, gone when it ends. */
export function temporaryFolder(atEnd: (cleanUp: () => Promise<void>) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'alyson-router-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
