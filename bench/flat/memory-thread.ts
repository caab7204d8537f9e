/** What the releases in force take of the heap, after one publication and after many. Answers with a `Held`. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { createCounters } from '../../router/src/counters.ts';
import { createReleaseMemory } from '../../router/src/release-memory.ts';
import { createSigner } from '../../router/test/signed-bundle.ts';
import { makeBundles, type World } from './world.ts';

export interface Held {
  readonly bytes: number;
  /** After so many further publications, of which each replaces every release. */
  readonly bytesAfterMany: number;
  readonly publications: number;
}

const PUBLICATIONS = 10;
const world = workerData as World;
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const { keyId, raw, sign } = createSigner();
const counters = createCounters();
const keys = new Map([[keyId, raw]]);
const memory = createReleaseMemory({
  edge: 'bench',
  environment: 'test',
  keys,
  now: Date.now,
  counters,
  log: () => {},
});

const before = heapBytes();
await publish(1);
const bytes = heapBytes() - before;
for (let number = 2; number <= PUBLICATIONS + 1; number += 1) await publish(number);
const bytesAfterMany = heapBytes() - before;
if (memory.links()?.size !== world.experiments) throw new Error('not every link is held');
parentPort?.postMessage({ bytes, bytesAfterMany, publications: PUBLICATIONS } satisfies Held);

async function publish(number: number): Promise<void> {
  for (const bundle of makeBundles(world, number)) {
    const accepted = await memory.accept(bundle.shard, sign(bundle));
    if (!accepted.ok) throw new Error(`a bundle was refused: ${accepted.reason}`);
  }
}

function heapBytes(): number {
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
