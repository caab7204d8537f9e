import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseStore } from './release-source.ts';

const FILE = /^(\d+)\.json$/;

/** Bundles as files, one per shard. Each is replaced whole: after a crash there is the old one or the new one. */
export async function createDiskReleaseStore(folder: string): Promise<ReleaseStore> {
  await mkdir(folder, { recursive: true });
  const fileOf = (shard: number) => join(folder, `${shard}.json`);
  return {
    async load(shard) {
      const text = await readFile(fileOf(shard), 'utf8').catch(nullIfAbsent);
      return text === null ? null : parseOrText(text);
    },
    async shards() {
      const names = await readdir(folder);
      return names.flatMap((name) => FILE.exec(name)?.[1] ?? []).map(Number);
    },
    async save(shard, signed) {
      const draft = `${fileOf(shard)}.${process.pid}.draft`;
      const file = await open(draft, 'w');
      try {
        await file.writeFile(JSON.stringify(signed));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(draft, fileOf(shard));
    },
  };
}

/** What is no JSON is handed on as it is: to refuse it is the reader's task, who also counts it. */
function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function nullIfAbsent(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
