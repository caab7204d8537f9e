import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type ClickRecord, clock } from './click-log.ts';
import type { ClickOrder, ClickTask } from './click-thread.ts';
import type { AtEnd } from './scope.ts';

/** Clicks that flow until told to stop. */
export interface ClickClient {
  /** Lets them flow for so long. @returns the stretch of time, to find its clicks in the log by */
  flow(ms: number): Promise<Stretch>;
  /** Where the next ones go. */
  sendTo(port: number): void;
  setRate(perSecond: number): void;
  /** Waits for the answers under way. @returns every click there was */
  stop(): Promise<readonly ClickRecord[]>;
}

/** Epoch ms, with fractions. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const sentIn = (log: readonly ClickRecord[], { from, to }: Stretch): ClickRecord[] =>
  log.filter(({ sentAt }) => sentAt >= from && sentAt < to);

export function startClicks(task: ClickTask, atEnd: AtEnd): ClickClient {
  const thread = new Worker(new URL('./click-thread.ts', import.meta.url), { workerData: task });
  const finished = once(thread, 'message').then(([log]) => log as ClickRecord[]);
  finished.catch(() => undefined); // told by stop()
  atEnd(async () => void (await thread.terminate()));
  const order = (order: ClickOrder) => thread.postMessage(order);
  return {
    async flow(ms) {
      const from = clock();
      await sleep(ms);
      return { from, to: clock() };
    },
    sendTo: (port) => order({ kind: 'port', port }),
    setRate: (perSecond) => order({ kind: 'rate', perSecond }),
    async stop() {
      order({ kind: 'stop' });
      return finished;
    },
  };
}
