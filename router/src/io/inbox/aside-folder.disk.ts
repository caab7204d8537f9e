import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Log, oncePerMinute } from '../../log.ts';
import type { Refusal } from '../inbox.ts';
import { blocksOf } from './blocks.ts';

/** Calls that the control plane refused, each with a note beside it that says why. */
export interface AsideFolder {
  /** @param path  of the call, which moves here */
  put(path: string, name: string, refusal: Refusal): Promise<void>;
  /** Moves the calls whose refusal may have passed back, and says which those are. */
  takeBack(to: string): Promise<string[]>;
  bytes(): number;
}

export interface AsideFolderOptions {
  readonly folder: string;
  /** Beyond it the oldest are deleted: else whoever sends nonsense would take the room of those who mean it. */
  readonly mostBytes: number;
  readonly now: () => number;
  readonly log: Log;
}

const NOTE = '.reason.json';
/** As long as senders themselves usually try again. */
const TRIED_FOR_MS = 3 * 86_400_000;

const Note = z.object({ mayPass: z.boolean().catch(false) });

export function createAsideFolder({ folder, mostBytes, now, log }: AsideFolderOptions): AsideFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const warn = oncePerMinute(log, now);
  /** By name, with the note's size included: the oldest first, because a name begins with the time of receipt. */
  const sizes = new Map(
    readdirSync(folder)
      .filter((name) => !name.endsWith(NOTE))
      .sort()
      .map((name) => [name, sizeOf(join(folder, name)) + sizeOf(join(folder, name + NOTE))]),
  );
  let bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);

  const note = (name: string, size: number) => {
    sizes.set(name, size);
    bytes += size;
  };
  const strike = (name: string) => {
    bytes -= sizes.get(name) ?? 0;
    sizes.delete(name);
  };

  const makeRoom = async () => {
    for (const name of [...sizes.keys()].sort()) {
      if (bytes <= mostBytes) return;
      warn('error', 'the oldest of the calls that were set aside are deleted: they are too many', { file: name });
      for (const file of [name, name + NOTE]) await rm(join(folder, file), { force: true });
      strike(name);
    }
  };

  return {
    async put(path, name, { reason, mayPass }) {
      const text = `${JSON.stringify({ at: new Date(now()).toISOString(), reason, mayPass })}\n`;
      await writeFile(join(folder, name + NOTE), text, { mode: 0o600, flush: true });
      await rename(path, join(folder, name));
      note(name, sizeOf(join(folder, name)) + blocksOf(text.length));
      await makeRoom();
    },
    async takeBack(to) {
      const taken = [...sizes.keys()].sort().filter((name) => isYoung(name, now()) && mayPass(join(folder, name)));
      for (const name of taken) {
        await rename(join(folder, name), join(to, name));
        await rm(join(folder, name + NOTE), { force: true });
        strike(name);
      }
      return taken;
    },
    bytes: () => bytes,
  };
}

const isYoung = (name: string, now: number): boolean => Number(name.slice(0, name.indexOf('-'))) > now - TRIED_FOR_MS;

function mayPass(path: string): boolean {
  try {
    return Note.parse(JSON.parse(readFileSync(path + NOTE, 'utf8'))).mayPass;
  } catch {
    return false;
  }
}

/** 0 where there is no such file. */
const sizeOf = (path: string): number => blocksOf(statSync(path, { throwIfNoEntry: false })?.size ?? 0);
