import { aBundle } from '../../router/test/sample-bundle.ts';
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
import { FALLBACK, LINKS, releaseNumbered } from '../stage/link.ts';
import { findingsOf, setNodeStage } from '../stage/node-stage.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;
/** Twice the time between two looks, and a little. */
const ALARM_WITHIN_MS = 12_000;

/** R20: the last release serves for as long as it must; a pause is obeyed once it can be heard of. */
export const nodeStale: Scenario = {
  id: 'S3 Node',
  title: 'the control plane neither publishes nor answers',
  fullMs: 10 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setNodeStage(volume, atEnd);
    const { control, toControl, router } = stage;
    const client = stage.startClient('s3');
    let alarms = '';
    const played = await playOutage({
      client,
      volume: { ...volume, faultMs: Math.max(volume.faultMs, ALARM_WITHIN_MS) },
      begin: () => toControl.set({ kind: 'blackhole' }),
      async end() {
        alarms = await (await fetch(`${router.url}/readyz`)).text();
        await toControl.set({ kind: 'none' });
      },
      isOver: stage.isDelivered,
      recoverWithinMs: MINUTE_MS,
    });
    const findings = await settled(() => findingsOf(played.log, stage));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    judge.require(alarms.includes('"bundles_unconfirmed"'), `no alarm after ${ALARM_WITHIN_MS} ms: ${alarms}`);

    const paused = aBundle({ sequence: 2, links: LINKS, releases: [releaseNumbered(2, { state: 'paused' })] });
    control.bundles.set(0, { ...router.signer.sign(paused), sequence: 2 });
    const isPaused = async () => (await follow(router.port)).startsWith(FALLBACK);
    const pauseMs = await until('the pause takes effect', isPaused, 2 * MINUTE_MS);
    requireWithin(judge, volume, 'the pause', pauseMs, 10_000);
    return describeOutcome(judge, { ...played, findings, note: `pause after ${(pauseMs / 1_000).toFixed(1)} s` });
  },
};
