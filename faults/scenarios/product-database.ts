import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../scripts/lib/postgres.ts';
import { requireHonestAnswers, requireReportsKept } from '../check-reports.ts';
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

const MINUTE_MS = 60_000;
const REPORT_EVERY_MS = 100;

/** S7a: a server of one's own ends at once, and is away for minutes; nothing but it is started again. */
export const productDatabase: Scenario = {
  id: 'S7a product',
  title: 'the database stops at once, and is away',
  fullMs: 10 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const folder = mkdtempSync(join(tmpdir(), 'alyson-database-'));
    atEnd(async () => rmSync(folder, { recursive: true, force: true }));
    let database = await startPostgres({ folder });
    atEnd(() => database.stop());
    const stage = await setProductStage(volume, atEnd, { variables: { DATABASE_URL: database.url } });
    const { product } = stage;
    const pid = product.pidOf('control-plane');
    const reports = await startReports(product, { clicks: 's7a', everyMs: REPORT_EVERY_MS }, atEnd);
    const client = stage.startClient('s7a');
    const played = await playOutage({
      client,
      volume,
      async begin() {
        process.kill(Number.parseInt(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8'), 10), 'SIGQUIT');
        await database.exited;
      },
      async end() {
        database = await startPostgres({ folder, port: database.port });
      },
      isOver: async () =>
        reports.log.at(-1)?.status === 200 &&
        (await fetch(`${product.apiUrl}/readyz`)).ok &&
        (await stage.isDelivered()),
      recoverWithinMs: 5 * MINUTE_MS,
    });
    await reports.stop();
    const findings = await settled(() => stage.findings(played.log));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    requireWithin(judge, volume, 'coming back', played.recoveryMs, MINUTE_MS / 2);
    judge.require(product.pidOf('control-plane') === pid, 'the control plane was started again');
    const refused = requireHonestAnswers(judge, reports);
    judge.require(refused > 0, 'no report was refused');
    const slowest = Math.max(...reports.log.filter(({ status }) => status === 503).map(({ ms }) => ms));
    requireWithin(judge, volume, 'the slowest refusal', slowest, 1_000);
    await requireReportsKept(judge, product, reports);
    return describeOutcome(judge, { ...played, findings, note: `${refused} of ${reports.log.length} reports refused` });
  },
};
