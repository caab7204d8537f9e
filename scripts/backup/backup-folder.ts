/**
 * Where backups of the embedded database are kept, and how:
 *
 *   wal/<segment>.gz          the write-ahead log since the oldest base
 *   base-<time>/cluster/      the server's files as they were copied while it ran
 *   base-<time>/contents.json which those were
 *   base-<time>/password      and what a start needs beside them
 *   base-<time>/secrets.json
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const BASE = /^base-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)$/;

/** The server's files at one time. */
export interface Base {
  folder: string;
  /** Epoch ms of its end. */
  at: number;
}

export const walFolderOf = (folder: string): string => join(folder, 'wal');

/** @param at  epoch ms, kept to the second */
export const nameOfBase = (at: number): string =>
  `base-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

/** The oldest first; what was not finished is none. */
export function listBases(folder: string): Base[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const [, time] = BASE.exec(name) ?? [];
      return time === undefined ? [] : [{ folder: join(folder, name), at: timeOf(time) }];
    })
    .sort((a, b) => a.at - b.at);
}

const timeOf = (name: string): number => Date.parse(name.replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'));

/** Keeps the newest bases, and of the write-ahead log what they need. */
export function prune(folder: string, keptBases: number): void {
  const bases = listBases(folder);
  for (const { folder: old } of bases.slice(0, -keptBases)) rmSync(old, { recursive: true });
  const [oldest] = bases.slice(-keptBases);
  const first = oldest && firstSegmentOf(oldest);
  if (!first) return;
  const wal = walFolderOf(folder);
  // The first eight digits name the timeline, which says nothing about the order.
  for (const name of readdirSync(wal))
    if (/^[0-9A-F]{24}\b/.test(name) && name.slice(8, 24) < first.slice(8)) rmSync(join(wal, name));
}

const firstSegmentOf = ({ folder }: Base): string | undefined =>
  /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/.exec(
    readFileSync(join(folder, 'cluster', 'backup_label'), 'utf8'),
  )?.[1];
