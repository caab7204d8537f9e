import { playOutage, settled } from '../play-outage.ts';
import {
  createJudge,
  describeOutcome,
  requireNoSlower,
  requireUnharmed,
  requireWithin,
  type Scenario,
} from '../scenario.ts';
import { setProductStage } from '../stage/product-stage.ts';

const MINUTE_MS = 60_000;

/** The whole product: its control plane freezes, is killed in that state, and is started again by the start. */
export const productControlPlane: Scenario = {
  id: 'S8 product',
  title: 'the control plane is stopped by SIGSTOP, then killed',
  fullMs: 60 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setProductStage(volume, atEnd);
    const { product } = stage;
    const client = stage.startClient('s8');
    const played = await playOutage({
      client,
      volume,
      begin: async () => void process.kill(product.pidOf('control-plane'), 'SIGSTOP'),
      end: async () => void process.kill(product.pidOf('control-plane'), 'SIGKILL'),
      isOver: stage.isDelivered,
      recoverWithinMs: 20 * MINUTE_MS,
    });
    const findings = await settled(() => stage.findings(played.log));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    requireWithin(judge, volume, 'the backlog', played.recoveryMs, 10 * MINUTE_MS);
    return describeOutcome(judge, { ...played, findings });
  },
};
