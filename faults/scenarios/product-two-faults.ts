import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../scripts/lib/postgres.ts';
import { requireHonestAnswers, requireReportsKept } from '../check-reports.ts';
import { percentileMs } from '../click-log.ts';
import { playOutage, settled } from '../play-outage.ts';
import { startReports } from '../report-client.ts';
import { createJudge, describeOutcome, requireUnharmed, requireWithin, type Scenario } from '../scenario.ts';
import { setProductStage } from '../stage/product-stage.ts';

const MINUTE_MS = 60_000;
const TIMES = 10;
const REPORT_EVERY_MS = 100;

/** S24, S7: a server of one's own is stopped while ten times the clicks come. */
export const productDatabaseAndLoad: Scenario = {
  id: 'S24 product',
  title: 'the database is down, and ten times the load comes',
  fullMs: 5 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const folder = mkdtempSync(join(tmpdir(), 'alyson-two-faults-'));
    atEnd(async () => rmSync(folder, { recursive: true, force: true }));
    let database = await startPostgres({ folder });
    atEnd(() => database.stop());
    const stage = await setProductStage(volume, atEnd, { variables: { DATABASE_URL: database.url } });
    const reports = await startReports(stage.product, { clicks: 's24product', everyMs: REPORT_EVERY_MS }, atEnd);
    const client = stage.startClient('s24product');
    const played = await playOutage({
      client,
      volume,
      async begin() {
        await database.stop();
        client.setRate(volume.perSecond * TIMES);
      },
      async end() {
        client.setRate(volume.perSecond);
        database = await startPostgres({ folder, port: database.port });
      },
      isOver: async () => reports.log.at(-1)?.status === 200 && (await stage.isDelivered()),
      recoverWithinMs: 5 * MINUTE_MS,
    });
    await reports.stop();
    const findings = await settled(() => stage.findings(played.log));
    requireUnharmed(judge, findings);
    requireWithin(judge, volume, 'p99', percentileMs(played.fault, 0.99), 250);
    requireWithin(judge, volume, 'the backlog', played.recoveryMs, 10 * MINUTE_MS);
    const refused = requireHonestAnswers(judge, reports);
    judge.require(refused > 0, 'no report was refused');
    await requireReportsKept(judge, stage.product, reports);
    const note = `${TIMES * volume.perSecond}/s, ${refused} of ${reports.log.length} reports refused`;
    return describeOutcome(judge, { ...played, findings, note });
  },
};
