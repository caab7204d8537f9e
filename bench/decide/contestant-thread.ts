/** One contestant, measured. */
import { workerData } from 'node:worker_threads';
import { offerRounds } from '../rounds.ts';
import { CONTESTANTS, type ContestantName } from './contestants.ts';
import { type Contestant, makeUnits, SPLIT } from './split.ts';

const { name } = workerData as { name: ContestantName };
const contestant: Contestant = await CONTESTANTS[name](makeUnits());
requireShares(contestant);
offerRounds(contestant.clicks, contestant.choose);

/** Whoever is measured must decide the very split: a twentieth is beyond any chance here. */
function requireShares({ clicks, choose }: Contestant): void {
  const chosen = Array.from({ length: clicks }, (_, click) => choose(click));
  for (const { agent, weight } of SPLIT) {
    const share = chosen.filter((result) => result.includes(agent)).length / clicks;
    if (Math.abs(share - weight / 10_000) > 0.05) throw new Error(`${name} gives ${agent} ${share} of the clicks`);
  }
}
