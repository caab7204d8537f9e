import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@alyson/schema';
import { type Log, oncePerMinute } from '../log.ts';
import { createAsideFolder } from './inbox/aside-folder.disk.ts';
import { blocksOf } from './inbox/blocks.ts';
import { decodeCallback, encodeCallback } from './inbox/callback-file.disk.ts';
import type { Callback, Inbox, Refusal, WaitingCallback, WaitingCallbacks } from './inbox.ts';

export interface DiskInbox extends Inbox {
  readonly waiting: WaitingCallbacks;
  /** How many wait. */
  count(): number;
  /** What the folder takes on disk, what was set aside included. */
  bytes(): number;
}

export interface DiskInboxOptions {
  readonly folder: string;
  /** What those that wait may take; what was set aside has a quarter of it besides. */
  readonly mostBytes: number;
  readonly now: () => number;
  readonly log: Log;
}

const WAITS = '.call';
const UNFINISHED = '.part';

/**
 * Calls as files of one folder, one each (R26). A file is written and synced under another name, and gets its own by a
 * rename that is synced too: what has a name is whole, and survives `kill -9` and a power cut. The names begin with the
 * time of receipt, so their order is the order of delivery.
 */
export async function createDiskInbox(options: DiskInboxOptions): Promise<DiskInbox> {
  const { folder, mostBytes } = options;
  const log = oncePerMinute(options.log, options.now);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const aside = createAsideFolder({ ...options, folder: join(folder, 'set-aside'), mostBytes: mostBytes / 4 });
  const directory = await open(folder, 'r');
  // Nobody was told that these were taken.
  for (const name of readdirSync(folder)) if (name.endsWith(UNFINISHED)) rmSync(join(folder, name));
  const names = new Set(
    readdirSync(folder)
      .filter((name) => name.endsWith(WAITS))
      .sort(),
  );
  let bytesOnDisk = sizesIn(folder);
  let made = 0;

  const nameOf = ({ receivedAt }: Callback): string => {
    made += 1;
    const time = String(receivedAt).padStart(15, '0');
    return `${time}-${String(made).padStart(8, '0')}-${randomBytes(4).toString('hex')}`;
  };

  const forget = async (name: string) => {
    const size = await sizeOf(join(folder, name));
    await rm(join(folder, name), { force: true });
    names.delete(name);
    bytesOnDisk -= size;
  };

  const setAside = async (name: string, refusal: Refusal) => {
    const size = await sizeOf(join(folder, name));
    await aside.put(join(folder, name), name, refusal);
    names.delete(name);
    bytesOnDisk -= size;
  };

  return {
    async keep(callback) {
      const bytes = encodeCallback(callback);
      const size = blocksOf(bytes.length);
      if (bytesOnDisk + size > mostBytes) return 'full';
      bytesOnDisk += size; // before it is written: those that come meanwhile must see it
      const name = nameOf(callback);
      try {
        await writeDurably(directory, join(folder, name), bytes);
        names.add(name + WAITS);
        return null;
      } catch (error) {
        bytesOnDisk -= size;
        log('error', 'inbox refused a call', { fault: messageOf(error) });
        return 'failed';
      }
    },
    waiting: {
      async next(): Promise<WaitingCallback | null> {
        for (const name of names) {
          const callback = decodeCallback(await readFile(join(folder, name)));
          if (callback)
            return {
              callback,
              forget: () => forget(name),
              setAside: (refusal) => setAside(name, refusal),
              putLast: () => void (names.delete(name) && names.add(name)),
            };
          log('error', 'call in the inbox is damaged', { file: name });
          await setAside(name, { reason: 'damaged', mayPass: false });
        }
        return null;
      },
      async takeBack() {
        for (const name of await aside.takeBack(folder)) {
          names.add(name);
          bytesOnDisk += await sizeOf(join(folder, name));
        }
      },
    },
    count: () => names.size,
    bytes: () => bytesOnDisk + aside.bytes(),
  };
}

/** The data first, then its name: there is no moment at which the name stands for less than all of it. */
async function writeDurably(directory: FileHandle, path: string, bytes: Uint8Array): Promise<void> {
  const draft = path + UNFINISHED;
  try {
    await writeFile(draft, bytes, { mode: 0o600, flag: 'wx', flush: true });
    await rename(draft, path + WAITS);
    await directory.sync();
  } catch (error) {
    // Under either name: the caller is told that it was not kept.
    for (const leftover of [draft, path + WAITS]) await rm(leftover, { force: true }).catch(() => undefined);
    throw error;
  }
}

const sizesIn = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { name }) => sum + blocksOf(statSync(join(folder, name)).size), 0);

async function sizeOf(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    return blocksOf((await file.stat()).size);
  } finally {
    await file.close();
  }
}
