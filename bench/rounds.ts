/** Rounds of one thing done over and over, in a thread of its own: what others do to compiler and heap does not touch it. */
import { once } from 'node:events';
import { parentPort, type Worker } from 'node:worker_threads';

interface Round {
  readonly turns: number;
  readonly seconds: number;
  /** Made of every outcome, so that none can be left out. */
  readonly checksum: number;
}

const BATCH = 4_096;

/** In the thread: plays rounds whenever it is told to. @param act  one turn, 0 … `count` − 1 by turns; never without a text */
export function offerRounds(count: number, act: (turn: number) => string): void {
  parentPort?.on('message', (seconds: number) => parentPort?.postMessage(play(seconds, count, act)));
  parentPort?.postMessage('ready');
}

/** Processor time of the whole process, since only one thread is at work: its compiler and its garbage count. */
function play(seconds: number, count: number, act: (turn: number) => string): Round {
  const start = processorSeconds();
  let turns = 0;
  let checksum = 0;
  let elapsed = 0;
  while (elapsed < seconds) {
    for (let i = 0; i < BATCH; i += 1) {
      const outcome = act((turns + i) % count);
      // A text in pieces is put together when it is read, as it is when it is sent.
      checksum = (checksum + outcome.charCodeAt(outcome.length - 1)) | 0;
    }
    turns += BATCH;
    elapsed = processorSeconds() - start;
  }
  return { turns, seconds: elapsed, checksum };
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const WARM_UP_SECONDS = 1.5;

/** On the main thread: waits until a thread can play, and has it play until it is compiled. */
export async function warmUp(thread: Worker): Promise<void> {
  await once(thread, 'message');
  await playRound(thread, WARM_UP_SECONDS);
}

/** @returns turns per second of processor time */
export async function playRound(thread: Worker, seconds: number): Promise<number> {
  thread.postMessage(seconds);
  const [{ turns, seconds: taken }] = (await once(thread, 'message')) as [Round];
  return turns / taken;
}
