import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The spool's files: `0000000042.blocks`, numbered in the order they were begun. */
const NAME = /^(\d{10})\.blocks$/;

export const segmentPath = (folder: string, number: number): string =>
  join(folder, `${String(number).padStart(10, '0')}.blocks`);

/** The numbers of the segments in a folder, lowest first. */
export const listSegments = (folder: string): number[] =>
  readdirSync(folder)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);

export const segmentSize = (folder: string, number: number): number => statSync(segmentPath(folder, number)).size;
