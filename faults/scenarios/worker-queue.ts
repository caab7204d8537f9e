import { playOutage, settled } from '../play-outage.ts';
import { createJudge, describeOutcome, requireNoSlower, requireUnharmed, type Scenario } from '../scenario.ts';
import { findingsOf } from '../stage/node-stage.ts';
import { setWorkerStage } from '../stage/worker-stage.ts';

const MINUTE_MS = 60_000;

/** R25: what the queue does not take goes straight to the control plane. */
export const workerQueueDown: Scenario = {
  id: 'S6 Workers, down',
  title: 'the queue refuses every click',
  fullMs: 30 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setWorkerStage(volume, atEnd);
    const client = stage.startClient('s6down');
    const played = await playOutage({
      client,
      volume,
      begin: () => stage.toQueue.set({ kind: 'status', status: 500 }),
      end: () => stage.toQueue.set({ kind: 'none' }),
      isOver: stage.isDelivered,
      recoverWithinMs: MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    return describeOutcome(judge, { ...played, findings });
  },
};

/** R23: at least once is what queues promise; once is what is stored. */
export const workerQueueTwice: Scenario = {
  id: 'S6 Workers, twice',
  title: 'every batch is delivered twice, in another order',
  fullMs: 30 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setWorkerStage(volume, atEnd);
    const client = stage.startClient('s6twice');
    const played = await playOutage({
      client,
      volume,
      async begin() {
        stage.queue.isTwice = true;
      },
      async end() {
        stage.queue.isTwice = false;
      },
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

/** The last one would be two, where texts are joined unread. */
const POISON = ['', 'not a click', '{"id":', 'null', '{"clicks":[]}', '\u0000', '{},{}'];
const MOST_TRIES = 5;

/** Messages that nobody can read, while nobody consumes for as long as the outage lasts: the backlog drains around them. */
export const workerQueuePoison: Scenario = {
  id: 'S6 Workers, poison',
  title: 'a backlog with messages in it that nobody can read',
  fullMs: 30 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setWorkerStage(volume, atEnd);
    const client = stage.startClient('s6poison');
    const played = await playOutage({
      client,
      volume,
      async begin() {
        stage.queue.consumer = null;
        for (const body of POISON) stage.queue.add(body);
      },
      async end() {
        stage.queue.consumer = stage.first.consumerPort;
      },
      // Some are tried several times before they are believed to be to blame.
      isOver: () => stage.isDelivered() && stage.setAside.waiting() === POISON.length,
      recoverWithinMs: 30 * MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    const tries = stage.queue.mostAttempts();
    judge.require(tries <= MOST_TRIES, `a message was tried ${tries} times`);
    judge.require(stage.queue.dead.length === 0, `${stage.queue.dead.length} messages were given up by the queue`);
    return describeOutcome(judge, { ...played, findings, note: `${POISON.length} set aside, ${tries} tries` });
  },
};
