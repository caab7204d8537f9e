/**
 * One contestant in a thread of its own: what the others do to the compiler and the heap does not touch it. It decides for
 * as long as it is told to, and answers with a `Round`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { CONTESTANTS, type ContestantName } from './contestants.ts';
import { type Contestant, makeUnits, SPLIT } from './split.ts';

export interface Round {
  readonly decisions: number;
  readonly seconds: number;
  /** Made of every decision, so that none can be left out. */
  readonly checksum: number;
}

const BATCH = 4_096;
const port = parentPort;
if (!port) throw new Error('this runs as a thread');

const { name } = workerData as { name: ContestantName };
const contestant: Contestant = await CONTESTANTS[name](makeUnits());
requireShares(contestant);
port.on('message', (seconds: number) => port.postMessage(play(seconds)));
port.postMessage('ready');

/** Whoever is measured must decide the very split: a twentieth is beyond any chance here. */
function requireShares({ clicks, choose }: Contestant): void {
  const chosen = Array.from({ length: clicks }, (_, click) => choose(click));
  for (const { agent, weight } of SPLIT) {
    const share = chosen.filter((result) => result.includes(agent)).length / clicks;
    if (Math.abs(share - weight / 10_000) > 0.05) throw new Error(`${name} gives ${agent} ${share} of the clicks`);
  }
}

/** Processor time of the whole process, since only one thread is at work: its compiler and its garbage count. */
function play(seconds: number): Round {
  const start = processorSeconds();
  let decisions = 0;
  let checksum = 0;
  let elapsed = 0;
  while (elapsed < seconds) {
    for (let i = 0; i < BATCH; i += 1) {
      const result = contestant.choose((decisions + i) % contestant.clicks);
      // A text in pieces is put together when it is read, as it is when it is sent.
      checksum = (checksum + result.charCodeAt(result.length - 1)) | 0;
    }
    decisions += BATCH;
    elapsed = processorSeconds() - start;
  }
  return { decisions, seconds: elapsed, checksum };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
