import { setTimeout as sleep } from 'node:timers/promises';
import { playOutage, settled } from '../play-outage.ts';
import { createJudge, describeOutcome, requireUnharmed, requireWithin, type Scenario } from '../scenario.ts';
import { findingsOf } from '../stage/node-stage.ts';
import { setWorkerStage } from '../stage/worker-stage.ts';

const MINUTE_MS = 60_000;
const COLD_WITHIN_MS = 300;

/** S24: nothing that an edge reads from or hands on to is there, but the control plane. */
export const workerStoresAndQueue: Scenario = {
  id: 'S24 Workers',
  title: 'KV and hub refuse connections, and the queue every click; a cold isolate takes over',
  fullMs: 30 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setWorkerStage(volume, atEnd);
    const client = stage.startClient('s24workers');
    const stores = [stage.toKv, stage.toHub];
    let isCold = true;
    const played = await playOutage({
      client,
      volume,
      async begin() {
        await Promise.all([
          ...stores.map((store) => store.set({ kind: 'down' })),
          stage.toQueue.set({ kind: 'status', status: 500 }),
        ]);
      },
      async meanwhile(ms) {
        await sleep(ms / 2);
        const cold = await stage.start();
        client.sendTo(cold.port);
        stage.queue.consumer = cold.consumerPort;
        isCold = false;
      },
      async end() {
        await Promise.all([...stores, stage.toQueue].map((each) => each.set({ kind: 'none' })));
      },
      isOver: stage.isDelivered,
      recoverWithinMs: MINUTE_MS,
    });
    judge.require(!isCold, 'no cold isolate came');
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, { ...findings, older: [] }); // the cold one begins with what was shipped with it
    const [first] = played.fault.filter(({ port }) => port !== stage.first.port);
    requireWithin(
      judge,
      volume,
      'the first click of a cold isolate',
      first?.ms ?? Number.POSITIVE_INFINITY,
      COLD_WITHIN_MS,
    );
    return describeOutcome(judge, { ...played, findings, note: `cold ${first?.ms.toFixed(0)} ms` });
  },
};
