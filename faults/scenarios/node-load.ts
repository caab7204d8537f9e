import { percentileMs } from '../click-log.ts';
import { playOutage, settled } from '../play-outage.ts';
import { createJudge, describeOutcome, requireUnharmed, requireWithin, type Scenario } from '../scenario.ts';
import { findingsOf, setNodeStage } from '../stage/node-stage.ts';

const MINUTE_MS = 60_000;
const TIMES = 10;

export const nodeTenfold: Scenario = {
  id: 'S15 Node',
  title: 'ten times the load',
  fullMs: 5 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setNodeStage(volume, atEnd);
    const client = stage.startClient('s15');
    const played = await playOutage({
      client,
      volume,
      begin: async () => client.setRate(volume.perSecond * TIMES),
      end: async () => client.setRate(volume.perSecond),
      isOver: stage.isDelivered,
      recoverWithinMs: MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    requireWithin(judge, volume, 'p99', percentileMs(played.fault, 0.99), 250);
    requireWithin(judge, volume, 'the way back to normal', played.recoveryMs, 30_000);
    return describeOutcome(judge, { ...played, findings, note: `${TIMES * volume.perSecond}/s` });
  },
};
