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
import { FALLBACK } from '../stage/link.ts';
import { findingsOf } from '../stage/node-stage.ts';
import { setWorkerStage } from '../stage/worker-stage.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;

/** R20, R22: nothing new comes for long; then a pause does, and the hub is down: it must come by way of KV. */
export const workerStale: Scenario = {
  id: 'S3 Workers',
  title: 'nothing is published, then a pause while the hub is down',
  fullMs: 10 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setWorkerStage(volume, atEnd);
    const client = stage.startClient('s3');
    const played = await playOutage({
      client,
      volume,
      begin: async () => {},
      end: () => stage.toHub.set({ kind: 'down' }),
      isOver: stage.isDelivered,
      recoverWithinMs: MINUTE_MS,
    });
    stage.publish(3, { state: 'paused' });
    const isPaused = async () => (await follow(stage.first.port)).startsWith(FALLBACK);
    const pauseMs = await until('the pause takes effect', isPaused, 2 * MINUTE_MS);
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    // Of the 120 s it may take, KV itself may need 90.
    requireWithin(judge, volume, 'the pause', pauseMs, 30_000);
    return describeOutcome(judge, { ...played, findings, note: `pause after ${(pauseMs / 1_000).toFixed(1)} s` });
  },
};
