import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../fault-proxy.ts';
import { playOutage, settled } from '../play-outage.ts';
import {
  createJudge,
  describeOutcome,
  requireNoSlower,
  requireUnharmed,
  requireWithin,
  type Scenario,
} from '../scenario.ts';
import { follow } from '../stage/follow.ts';
import { findingsOf } from '../stage/node-stage.ts';
import { setWorkerStage } from '../stage/worker-stage.ts';

const MINUTE_MS = 60_000;
const COLD_WITHIN_MS = 300;
const STORE_READ_EVERY_MS = 5_000;
/** What is still under way to a process may end before it does. */
const LET_FINISH_MS = 500;

/**
 * R20: hub and KV break together. The isolate that is warm goes on with what it has; cold ones begin with what was shipped
 * with the deploy, and the warm one is killed.
 */
const storesBreak = (id: string, title: string, fullMs: number, fault: Fault): Scenario => ({
  id,
  title,
  fullMs,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setWorkerStage(volume, atEnd);
    const client = stage.startClient(id.replaceAll(' ', ''));
    let newest = stage.first;
    let coldMs = 0;
    let reads = 0;
    const startCold = async () => {
      const old = newest;
      newest = await stage.start();
      const startedAt = performance.now();
      const location = await follow(newest.port);
      coldMs = Math.max(coldMs, performance.now() - startedAt);
      judge.require(/release=[12]&/.test(location), `a cold isolate led to ${location}`);
      stage.queue.consumer = newest.consumerPort;
      client.sendTo(newest.port);
      await sleep(LET_FINISH_MS);
      await old.kill();
    };
    const isolates = 2;
    const played = await playOutage({
      client,
      volume,
      async begin() {
        reads = stage.toKv.requests();
        await Promise.all([stage.toKv.set(fault), stage.toHub.set(fault)]);
      },
      async meanwhile(ms) {
        await sleep(ms / 2);
        await startCold();
      },
      async end() {
        reads = stage.toKv.requests() - reads;
        stage.publish(3);
        await Promise.all([stage.toKv.set({ kind: 'none' }), stage.toHub.set({ kind: 'none' })]);
      },
      isOver: async () => (await follow(newest.port)).includes('release=3&'),
      recoverWithinMs: 2 * MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    const warm = played.fault.filter(({ port }) => port === stage.first.port);
    requireNoSlower(judge, volume, { ...played, fault: warm }, 10);
    requireWithin(judge, volume, 'the first click of a cold isolate', coldMs, COLD_WITHIN_MS);
    requireWithin(judge, volume, 'fresh releases', played.recoveryMs, MINUTE_MS);
    const mostReads = isolates * (1 + Math.ceil(volume.faultMs / STORE_READ_EVERY_MS));
    judge.require(reads <= mostReads, `${reads} reads of KV, more than ${mostReads}`);
    return describeOutcome(judge, { ...played, findings, note: `cold ${coldMs.toFixed(0)} ms, ${reads} KV reads` });
  },
});

export const workerStores: readonly Scenario[] = [
  storesBreak('S1 Workers, down', 'KV and hub refuse connections', 60 * MINUTE_MS, { kind: 'down' }),
  storesBreak('S1 Workers, silent', 'KV and hub do not answer', 60 * MINUTE_MS, { kind: 'blackhole' }),
  storesBreak('S2 Workers', 'KV and hub take two seconds', 10 * MINUTE_MS, { kind: 'latency', ms: 2_000 }),
  storesBreak('S2 Workers, a fifth', 'KV and hub take two seconds for every fifth request', 10 * MINUTE_MS, {
    kind: 'latency',
    ms: 2_000,
    share: 0.2,
  }),
];
