/**
 * The decision alone, on a split among four agents, beside a bare hash-and-threshold loop and the libraries that others use
 * for it, and the decision with its destination. Rounds alternate; each contestant has a thread of its own; a rate is by
 * processor time, garbage collection included, so that a busy machine changes it little.
 *
 * Usage: npm run bench -- decide [--rounds 15] [--seconds 0.3]
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { CONTESTANTS, type ContestantName } from './decide/contestants.ts';
import { playRound, warmUp } from './rounds.ts';
import { median, spread } from './statistics.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '15' }, seconds: { type: 'string', default: '0.3' } },
});
const LIBRARIES: readonly ContestantName[] = ['Unleash', 'flagd', 'GrowthBook', 'Optimizely'];

interface Entry {
  readonly name: ContestantName;
  readonly thread: Worker;
  readonly rates: number[];
}

async function enter(name: ContestantName): Promise<Entry> {
  const thread = new Worker(new URL('decide/contestant-thread.ts', import.meta.url), { workerData: { name } });
  await warmUp(thread);
  return { name, thread, rates: [] };
}

const millions = (rate: number): string => (rate / 1e6).toFixed(2);

/** Median of the rounds' own ratios: what disturbed one disturbed its neighbours as well. */
const timesAsFast = (one: Entry, other: Entry): number =>
  median(one.rates.map((rate, round) => rate / (other.rates[round] ?? Number.NaN)));

function printTable(entries: readonly Entry[], decide: Entry, route: Entry): void {
  console.log(`${''.padEnd(22)}${'million/s'.padEnd(22)}${'decide is'.padEnd(12)}with destination`);
  for (const entry of entries) {
    const rate = `${millions(median(entry.rates))} (${spread(entry.rates, millions)})`;
    const ratios = [decide, route].map((own) => `${timesAsFast(own, entry).toFixed(2)} ×`.padEnd(12));
    console.log(`${entry.name.padEnd(22)}${rate.padEnd(22)}${ratios.join('')}`);
  }
}

function printTarget(what: string, reached: number, wanted: number): void {
  console.log(`${reached >= wanted ? 'reached' : 'MISSED '}  ${what}: ${reached.toFixed(2)}, wanted ${wanted}`);
}

const entries: Entry[] = [];
for (const name of Object.keys(CONTESTANTS) as ContestantName[]) entries.push(await enter(name));
const entryOf = (name: ContestantName): Entry => {
  const found = entries.find((entry) => entry.name === name);
  if (!found) throw new Error(`${name} has not been entered`);
  return found;
};

for (let round = 0; round < Number(values.rounds); round += 1)
  for (const { thread, rates } of entries) rates.push(await playRound(thread, Number(values.seconds)));

const decide = entryOf('decide');
const route = entryOf('decide + destination');
console.log(
  `Node ${process.versions.node}, ${values.rounds} rounds of ${values.seconds} s, medians (lowest–highest)\n`,
);
printTable(entries, decide, route);
console.log('');
const overFastest = Math.min(...LIBRARIES.map((name) => timesAsFast(decide, entryOf(name))));
printTarget('decide ÷ the fastest library', overFastest, 3);
printTarget('decide ÷ the bare loop', timesAsFast(decide, entryOf('bare loop')), 1 / 2.5);
printTarget('decide + destination ÷ GrowthBook', timesAsFast(route, entryOf('GrowthBook')), 1);
printTarget('decide + destination, million/s', median(route.rates) / 1e6, 1);
await Promise.all(entries.map(({ thread }) => thread.terminate()));
