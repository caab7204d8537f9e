import { setTimeout as sleep } from 'node:timers/promises';
import { playOutage, settled } from '../play-outage.ts';
import { createJudge, describeOutcome, requireUnharmed, requireWithin, type Scenario } from '../scenario.ts';
import { follow } from '../stage/follow.ts';
import { findingsOf } from '../stage/node-stage.ts';
import { setWorkerStage } from '../stage/worker-stage.ts';

const MINUTE_MS = 60_000;
const PUBLISH_EVERY_MS = 500;
const FLIPS = { kind: 'garble', flips: 3, share: 0.5 } as const;

/** R21: releases come one after the other, half of the answers damaged. Whatever is damaged is refused; nobody is led astray. */
export const workerGarbled: Scenario = {
  id: 'S23 Workers',
  title: 'bits flip in the answers of KV, hub and queue',
  fullMs: 10 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setWorkerStage(volume, atEnd);
    const client = stage.startClient('s23');
    let newest = 2;
    const played = await playOutage({
      client,
      volume,
      begin: async () => {
        for (const proxy of [stage.toKv, stage.toHub, stage.toQueue]) await proxy.set(FLIPS);
      },
      async meanwhile(ms) {
        for (const endsAt = performance.now() + ms; performance.now() < endsAt; await sleep(PUBLISH_EVERY_MS))
          stage.publish(++newest);
      },
      end: async () => {
        for (const proxy of [stage.toKv, stage.toHub, stage.toQueue]) await proxy.set({ kind: 'none' });
      },
      isOver: async () => (await follow(stage.first.port)).includes(`release=${newest}&`),
      recoverWithinMs: MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    requireWithin(judge, volume, 'fresh releases', played.recoveryMs, MINUTE_MS);
    return describeOutcome(judge, { ...played, findings, note: `${newest} releases` });
  },
};
