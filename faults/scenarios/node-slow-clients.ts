import { readFileSync } from 'node:fs';
import { percentileMs } from '../click-log.ts';
import { playOutage, settled } from '../play-outage.ts';
import { createJudge, describeOutcome, requireUnharmed, type Scenario } from '../scenario.ts';
import { findingsOf, setNodeStage } from '../stage/node-stage.ts';
import { connectSlowly, SLOW_KINDS, type SlowClients } from '../stage/slow-clients.ts';

const CLIENTS = 1_000;
const CUT_WITHIN_MS = 20_000;
const LASTS_MS = 20_500;
const MOST_MEGABYTES = 100;
const LOOK_EVERY_MS = 250;

export const nodeSlowClients: Scenario = {
  id: 'S16 Node',
  title: `${CLIENTS} clients that send half a request, drip a body, or read nothing`,
  fullMs: LASTS_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setNodeStage(volume, atEnd);
    const client = stage.startClient('s16');
    const memory = () => megabytesOf(stage.router.child.pid ?? 0);
    let [before, most] = [0, 0];
    const slow: SlowClients[] = [];
    const begin = async () => {
      before = memory();
      const looking = setInterval(() => (most = Math.max(most, memory())), LOOK_EVERY_MS);
      atEnd(async () => clearInterval(looking));
      for (const kind of SLOW_KINDS)
        slow.push(connectSlowly(stage.router.port, kind, Math.ceil(CLIENTS / SLOW_KINDS.length), atEnd));
    };
    const played = await playOutage({
      client,
      volume: { ...volume, faultMs: LASTS_MS },
      begin,
      end: async () => {},
      isOver: stage.isDelivered,
      recoverWithinMs: LASTS_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    const [calm, fault] = [percentileMs(played.calm, 0.95), percentileMs(played.fault, 0.95)];
    const mostMs = volume.times === 'strict' ? calm * 2 : calm * 10 + 200;
    judge.require(fault <= mostMs, `p95 of ordinary clicks ${fault.toFixed(1)} ms, above ${mostMs.toFixed(1)} ms`);
    const cutMs = Math.max(...slow.map(({ longestMs }) => longestMs()));
    judge.require(cutMs <= CUT_WITHIN_MS, `a slow client was borne for ${cutMs.toFixed(0)} ms`);
    judge.require(most - before <= MOST_MEGABYTES, `${(most - before).toFixed(0)} MB more memory`);
    const note = `cut within ${(cutMs / 1_000).toFixed(1)} s, +${Math.max(0, most - before).toFixed(0)} MB`;
    return describeOutcome(judge, { ...played, findings, note });
  },
};

/** Resident, of a process of this machine. */
function megabytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024;
}
