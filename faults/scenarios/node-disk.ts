import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { playOutage, settled } from '../play-outage.ts';
import { createJudge, describeOutcome, requireNoSlower, requireUnharmed, type Scenario } from '../scenario.ts';
import { findingsOf, setNodeStage } from '../stage/node-stage.ts';

const MINUTE_MS = 60_000;

/** R25: clicks that the disk refuses go straight to the control plane. */
export const nodeDisk: Scenario = {
  id: 'S6 Node, disk',
  title: "the spool's folder is gone",
  fullMs: 30 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setNodeStage(volume, atEnd);
    const disk = diskOf(stage.router.dataDir);
    disk.takeAway(); // before the first click: what is open would be written to wherever its folder is
    const client = stage.startClient('s6disk');
    const played = await playOutage({
      client,
      volume,
      begin: async () => {},
      end: async () => disk.giveBack(),
      isOver: stage.isDelivered,
      recoverWithinMs: MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    const refused = (await stage.count('answered')) - (await stage.count('recorded'));
    judge.require(refused > 0, 'the disk never refused a click');
    return describeOutcome(judge, { ...played, findings, note: `${refused} not on disk` });
  },
};

/** More than wait in memory: what finds no place must be counted, each and only those. */
const CLICKS_FOR_MEMORY = 14_000;
const FILL_PER_SECOND = 2_500;
const FILL_MS = (CLICKS_FOR_MEMORY / FILL_PER_SECOND) * 1_000;

/** S24: with both ways closed a click's record can be lost, its redirect not; and the loss is known exactly. */
export const nodeBothSinks: Scenario = {
  id: 'S6 Node, disk and control plane',
  title: "the spool's folder is gone and the control plane does not answer",
  fullMs: FILL_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setNodeStage(volume, atEnd);
    const disk = diskOf(stage.router.dataDir);
    disk.takeAway();
    const client = stage.startClient('s24');
    const played = await playOutage({
      client,
      volume: { ...volume, faultMs: FILL_MS },
      begin: async () => {
        await stage.toControl.set({ kind: 'status', status: 503 });
        client.setRate(FILL_PER_SECOND);
      },
      async end() {
        client.setRate(volume.perSecond);
        await stage.toControl.set({ kind: 'none' });
        disk.giveBack();
      },
      isOver: async () => (await stage.router.health()).waitingInMemory === 0,
      recoverWithinMs: MINUTE_MS,
    });
    const counted = await stage.count('lost');
    const findings = await settled(() => ({ ...findingsOf(played.log, stage) }), 5_000);
    judge.require(counted > 0, 'memory was never full');
    judge.require(findings.lost.length === counted, `${findings.lost.length} clicks are lost, ${counted} are counted`);
    requireUnharmed(judge, { ...findings, lost: [] });
    return describeOutcome(judge, { ...played, findings, note: `${counted} counted as lost` });
  },
};

function diskOf(dataDir: string) {
  const [spool, away] = [join(dataDir, 'router', 'spool'), join(dataDir, 'router', 'spool.away')];
  return { takeAway: () => renameSync(spool, away), giveBack: () => renameSync(away, spool) };
}
