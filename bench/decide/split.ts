import { createHash } from 'node:crypto';

/** The split that every contestant decides: four agents, in basis points. */
export const SPLIT = [
  { agent: 'agt_1', weight: 4_000 },
  { agent: 'agt_2', weight: 3_000 },
  { agent: 'agt_3', weight: 2_000 },
  { agent: 'agt_4', weight: 1_000 },
] as const;

export const EXPERIMENT = 'exp_bench';

/** Whoever decides the split. */
export interface Contestant {
  /** For how many clicks it has inputs at hand; they come by turns. */
  readonly clicks: number;
  /** @returns a text that names the agent chosen for a click, 0 … `clicks` − 1 */
  choose(click: number): string;
}

/** One that needs no more of a click than its unit. */
export const byUnit = (units: readonly string[], choose: (unit: string) => string): Contestant => ({
  clicks: units.length,
  choose: (click) => choose(units[click] ?? ''),
});

const UNIT_COUNT = 16_384;

/** Units of a visit as TUNE's transaction ids are: 30 characters. Always the same ones. */
export function makeUnits(): string[] {
  const digest = (i: number) => createHash('sha256').update(`unit ${i}`).digest('hex');
  return Array.from({ length: UNIT_COUNT }, (_, i) => flat(`102${digest(i).slice(0, 27)}`));
}

/** One run of characters in memory. A text that was put together or cut out is slower to read, for some more than others. */
export const flat = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');
