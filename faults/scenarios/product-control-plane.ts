import { areReportsStored, isTaken, requireReportsKept } from '../check-reports.ts';
import { playOutage, settled } from '../play-outage.ts';
import { startReports } from '../report-client.ts';
import {
  createJudge,
  describeOutcome,
  requireNoSlower,
  requireUnharmed,
  requireWithin,
  type Scenario,
} from '../scenario.ts';
import { setProductStage } from '../stage/product-stage.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;
const REPORT_EVERY_MS = 500;

/**
 * The whole product: its control plane freezes, is killed in that state, and is started again by the start. Buyers who call
 * the router's host are told that their reports are taken, and they are.
 */
export const productControlPlane: Scenario = {
  id: 'S8 product',
  title: 'the control plane is stopped by SIGSTOP, then killed',
  fullMs: 60 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const stage = await setProductStage(volume, atEnd);
    const { product } = stage;
    const reports = await startReports(product, { clicks: 's8', everyMs: REPORT_EVERY_MS, host: 'router' }, atEnd);
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
    await reports.stop();
    const others = reports.log.filter((report) => !isTaken(report));
    judge.require(others.length === 0, `${others.length} reports were answered ${others[0]?.status}`);
    const tookMs = await until(
      'every report is stored',
      () => areReportsStored(product, reports),
      10 * MINUTE_MS,
      1_000,
    ).catch(() => Number.POSITIVE_INFINITY);
    requireWithin(judge, volume, 'the backlog of reports', tookMs, 10 * MINUTE_MS);
    await requireReportsKept(judge, product, reports);
    return describeOutcome(judge, { ...played, findings, note: `${reports.log.length} reports` });
  },
};
