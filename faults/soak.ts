/**
 * Plays every fault in its full length, one after the other, and prints a row for each.
 *
 * Usage: npm run soak -- [--only S6] [--rate 500] [--minutes 60] [--times strict]
 */
import { parseArgs } from 'node:util';
import type { Outcome, Scenario, Volume } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { inScope, undoEverything } from './scope.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rate: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '60' },
    times: { type: 'string', default: 'strict' },
  },
});

const LEAST_CLICKS = 30_000;
const perSecond = Number(values.rate);
const longestMs = Number(values.minutes) * 60_000;
const volume: Omit<Volume, 'faultMs'> = {
  perSecond,
  calmMs: Math.min((LEAST_CLICKS / perSecond) * 1_000, longestMs),
  times: values.times === 'generous' ? 'generous' : 'strict',
};

const COLUMNS = [36, 10, 10, 10, 8, 8, 12, 28] as const;
const row = (cells: readonly string[]) => cells.map((cell, i) => cell.padEnd(COLUMNS[i] ?? 0)).join(' ');
const ms = (value: number) => `${value.toFixed(1)} ms`;

async function playOne({ id, fullMs, play, whyNot }: Scenario): Promise<boolean> {
  const reason = whyNot?.() ?? null;
  if (reason !== null) {
    console.log(row([id, 'NOT PLAYED', reason]));
    return true;
  }
  const outcome = await inScope((atEnd) => play({ ...volume, faultMs: Math.min(fullMs, longestMs) }, atEnd)).catch(
    (error: unknown) => error,
  );
  if (outcome instanceof Error) {
    console.log(row([id, 'FAILED', outcome.message]));
    return false;
  }
  const told = outcome as Outcome;
  const { clicks, calmP99Ms, faultP99Ms, lost, wrong, recoveryMs, note, breaches } = told;
  console.log(
    row([
      id,
      String(clicks),
      ms(calmP99Ms),
      ms(faultP99Ms),
      String(lost),
      String(wrong),
      `${(recoveryMs / 1_000).toFixed(1)} s`,
      note,
    ]),
    breaches.length === 0 ? 'as required' : `NOT AS REQUIRED: ${breaches.join('; ')}`,
  );
  return breaches.length === 0;
}

/** Ctrl-C, or a fault that nobody caught: processes of the story would outlive this one. */
function abandon(cause: unknown): void {
  console.error(cause);
  void undoEverything().finally(() => process.exit(1));
}
for (const event of ['SIGINT', 'SIGTERM', 'uncaughtException', 'unhandledRejection']) process.once(event, abandon);

console.log(row(['fault', 'clicks', 'P0', 'p99', 'lost', 'wrong', 'recovery', 'note']), 'outcome');
let areAllWell = true;
for (const scenario of scenarios.filter(({ id }) => id.startsWith(values.only)))
  areAllWell = (await playOne(scenario)) && areAllWell;
process.exitCode = areAllWell ? 0 : 1;
