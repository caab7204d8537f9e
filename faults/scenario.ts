import type { Findings } from './check-history.ts';
import { type ClickRecord, percentileMs } from './click-log.ts';
import type { AtEnd } from './scope.ts';

/** How much of a fault is played. */
export interface Volume {
  /** Clicks per second. */
  readonly perSecond: number;
  /** Without a fault, to compare with. */
  readonly calmMs: number;
  /** How long the fault lasts, unless the story needs another length. */
  readonly faultMs: number;
  /** How strictly times are judged: on a machine shared with others they say little. */
  readonly times: 'strict' | 'generous';
}

/** Clicks through a calm stretch, a fault and the recovery from it. */
export interface Played {
  readonly log: readonly ClickRecord[];
  readonly calm: readonly ClickRecord[];
  readonly fault: readonly ClickRecord[];
  /** From the end of the fault until everything was as before. */
  readonly recoveryMs: number;
}

/** What a fault did. */
export interface Outcome {
  readonly clicks: number;
  /** The 99th percentile without the fault, and with it. */
  readonly calmP99Ms: number;
  readonly faultP99Ms: number;
  readonly lost: number;
  /** Astray, twice, invented or decided by an older release. */
  readonly wrong: number;
  /** From the end of the fault until everything was as before. */
  readonly recoveryMs: number;
  /** What else is worth a look, e.g. `3 reads`. */
  readonly note: string;
  /** What was required and did not come true, in words. */
  readonly breaches: readonly string[];
}

export interface Scenario {
  /** Of the scorecard, with what is special about it, e.g. `S1 blackhole`. */
  readonly id: string;
  /** What is done, and what is required. */
  readonly title: string;
  /** How long the fault lasts where there is time. */
  readonly fullMs: number;
  /** Why it cannot be played on this machine; null where it can. */
  readonly whyNot?: () => string | null;
  readonly play: (volume: Volume, atEnd: AtEnd) => Promise<Outcome>;
}

/** Notes what is required and not so. */
export interface Judge {
  require(isSo: boolean, otherwise: string): void;
  readonly breaches: readonly string[];
}

export function createJudge(): Judge {
  const breaches: string[] = [];
  return {
    breaches,
    require: (isSo, otherwise) => void (isSo || breaches.push(otherwise)),
  };
}

const MOST_SHOWN = 3;

/** The rules that hold whatever happens: every click is redirected, rightly, and stored once. */
export function requireUnharmed(judge: Judge, findings: Findings): void {
  for (const [name, found] of Object.entries(findings))
    judge.require(found.length === 0, `${name}: ${found.length}, e.g. ${found.slice(0, MOST_SHOWN).join(', ')}`);
}

/** Room for what else a shared machine does. A click that waits for what is broken moves the median, which little else does. */
const GENEROUS_FACTOR = 5;
const GENEROUS_MEDIAN_MS = 50;
const GENEROUS_MS = 1_000;

/** `p99 ≤ P0 + allowed`. */
export function requireNoSlower(judge: Judge, volume: Volume, { calm, fault }: Played, allowedMs: number): void {
  const requirePercentile = (share: number, factor: number, roomMs: number) => {
    const [calmMs, faultMs] = [percentileMs(calm, share), percentileMs(fault, share)];
    const most = calmMs * factor + roomMs;
    judge.require(
      faultMs <= most,
      `p${share * 100} ${faultMs.toFixed(1)} ms, above ${most.toFixed(1)} ms (${calmMs.toFixed(1)} ms without the fault)`,
    );
  };
  if (volume.times === 'strict') {
    requirePercentile(0.99, 1, allowedMs);
    return;
  }
  requirePercentile(0.5, GENEROUS_FACTOR, allowedMs + GENEROUS_MEDIAN_MS);
  requirePercentile(0.99, GENEROUS_FACTOR, allowedMs + GENEROUS_MS);
}

/** A limit that the scorecard gives in ms. */
export function requireWithin(judge: Judge, volume: Volume, what: string, ms: number, mostMs: number): void {
  const limit = volume.times === 'strict' ? mostMs : mostMs * GENEROUS_FACTOR;
  judge.require(ms <= limit, `${what} took ${ms.toFixed(0)} ms, above ${limit} ms`);
}

export interface Told extends Played {
  readonly findings: Findings;
  readonly note?: string;
}

export function describeOutcome(judge: Judge, { log, calm, fault, findings, recoveryMs, note = '' }: Told): Outcome {
  const { lost, wrong, twice, invented, older } = findings;
  return {
    clicks: log.length,
    calmP99Ms: percentileMs(calm, 0.99),
    faultP99Ms: percentileMs(fault, 0.99),
    lost: lost.length,
    wrong: wrong.length + twice.length + invented.length + older.length,
    recoveryMs,
    note,
    breaches: [...judge.breaches],
  };
}
