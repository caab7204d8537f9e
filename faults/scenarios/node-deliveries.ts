import type { ClickRecord } from '../click-log.ts';
import { playOutage, settled } from '../play-outage.ts';
import { createJudge, describeOutcome, requireNoSlower, requireUnharmed, type Scenario } from '../scenario.ts';
import { findingsOf, setNodeStage } from '../stage/node-stage.ts';

const MINUTE_MS = 60_000;

/** R23: what was stored and not said comes again, and counts once. */
export const nodeTwice: Scenario = {
  id: 'S6 Node, twice',
  title: 'every second delivery is stored, and its answer lost',
  fullMs: 30 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setNodeStage(volume, atEnd);
    const client = stage.startClient('s6twice');
    const played = await playOutage({
      client,
      volume,
      begin: () => stage.toControl.set({ kind: 'reset', when: 'after', share: 0.5 }),
      end: () => stage.toControl.set({ kind: 'none' }),
      isOver: stage.isDelivered,
      recoverWithinMs: MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    const again = [...stage.control.stored.values()].filter((times) => times > 1).length;
    judge.require(again > 0, 'nothing was delivered twice');
    return describeOutcome(judge, { ...played, findings, note: `${again} delivered more than once` });
  },
};

const isPoison = ({ token }: Pick<ClickRecord, 'token'>): boolean => /[05]7$/.test(token);

/** One click in fifty makes the control plane refuse all that come with it. */
export const nodePoison: Scenario = {
  id: 'S6 Node, poison',
  title: 'clicks that the control plane will never take',
  fullMs: MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setNodeStage(volume, atEnd);
    const client = stage.startClient('s6poison');
    stage.control.treat = (clicks) =>
      clicks.some((click) => isPoison({ token: (click as { utmContent: string }).utmContent })) ? 'refuse' : 'store';
    const played = await playOutage({
      client,
      volume,
      begin: async () => {},
      end: async () => {},
      isOver: stage.isDelivered,
      recoverWithinMs: MINUTE_MS,
    });
    const look = () => {
      const found = findingsOf(played.log, stage);
      return { ...found, lost: found.lost.filter((token) => !isPoison({ token })) };
    };
    const findings = await settled(look);
    requireUnharmed(judge, findings);
    const poison = played.log.filter(isPoison).length;
    const setAside = await stage.count('setAside');
    judge.require(setAside === poison, `${poison} clicks can never be taken, ${setAside} are set aside`);
    return describeOutcome(judge, { ...played, findings, note: `${setAside} set aside` });
  },
};
