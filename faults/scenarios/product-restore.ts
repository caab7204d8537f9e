import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDamage } from '../../control-plane/test/support/find-damage.ts';
import { listBases } from '../../scripts/backup/backup-folder.ts';
import { isOwnerAlive } from '../../scripts/lib/postgres-leftover.ts';
import { requireReportsKept } from '../check-reports.ts';
import { sentIn } from '../click-client.ts';
import { clock } from '../click-log.ts';
import { playOutage, settled } from '../play-outage.ts';
import { startReports } from '../report-client.ts';
import { createJudge, describeOutcome, requireUnharmed, type Scenario } from '../scenario.ts';
import { databaseUrlOf, serverPidOf, setProductStage } from '../stage/product-stage.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;
const REPORT_EVERY_MS = 100;
const ARCHIVED_EVERY_S = 2;
/** What may be lost where so much is archived: that long, and until the file is in the archive. */
const LOSS_MS = (ARCHIVED_EVERY_S + 8) * 1_000;
const RESTORE = new URL('../../scripts/restore.ts', import.meta.url).pathname;

/** S22: the machine of the control plane is gone with its disk; the router, on another, goes on. */
export const productRestore: Scenario = {
  id: 'S22 product',
  title: "the database's disk is lost, and the database is made anew from its backup",
  fullMs: MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const backupFolder = mkdtempSync(join(tmpdir(), 'alyson-backup-'));
    atEnd(async () => rmSync(backupFolder, { recursive: true, force: true }));
    const variables = { ALYSON_BACKUP_DIR: backupFolder, ALYSON_BACKUP_SECONDS: String(ARCHIVED_EVERY_S) };
    const stage = await setProductStage(volume, atEnd, { variables });
    const { product } = stage;
    const reports = await startReports(product, { clicks: 's22', everyMs: REPORT_EVERY_MS }, atEnd);
    let lostAt = Number.POSITIVE_INFINITY;
    let backMs = 0;
    /** The router is on the same machine here after all, and begins anew with the rest. */
    const beginsAnew = { from: 0, to: 0 };
    let reported = 0;
    const played = await playOutage({
      client: stage.startClient('s22'),
      volume,
      async begin() {
        await until('there is a base', () => listBases(backupFolder).length > 0, MINUTE_MS);
        await stage.changeSplit(9_000); // published, and not archived yet
        reported = reports.log.length;
        lostAt = clock();
        process.kill(serverPidOf(product), 'SIGKILL'); // asked to end, it would archive all it has
        await product.killStart();
        const home = join(product.dataDir, 'postgres');
        await until('the database has ended', () => !isOwnerAlive(home), MINUTE_MS);
        rmSync(home, { recursive: true });
      },
      async end() {
        const startedAt = clock();
        const env = { ...process.env, ALYSON_DATA_DIR: product.dataDir };
        const restored = spawnSync(process.execPath, [RESTORE, backupFolder], { env, encoding: 'utf8' });
        judge.require(restored.status === 0, `the restore failed: ${restored.stderr}`);
        beginsAnew.from = clock();
        await product.startAgain();
        beginsAnew.to = clock();
        backMs = clock() - startedAt;
      },
      isOver: async () => (await stage.isDelivered()) && reports.log.at(-1)?.status === 200,
      recoverWithinMs: 5 * MINUTE_MS,
    });
    await reports.stop();
    judge.require(backMs <= 30 * MINUTE_MS, `it took ${backMs} ms to be back`);

    // What the buyer got no 200 for, and what it got one for that may be lost, it sends again; the rest as well.
    for (const { eventId } of reports.log) {
      const status = await reports.resend(eventId);
      judge.require(status === 200, `a report that came again was answered ${status}`);
    }
    await requireReportsKept(judge, product, reports);

    const replaced = new Set(sentIn(played.log, beginsAnew).map(({ token }) => token));
    const log = played.log.filter(({ token, status }) => status === 302 || !replaced.has(token));
    const findings = await settled(() => stage.findings(log), 10_000);
    const sentAt = new Map(played.log.map((click) => [click.token, click.sentAt]));
    const tooOld = findings.lost.filter((token) => (sentAt.get(token) ?? 0) < lostAt - LOSS_MS);
    requireUnharmed(judge, { ...findings, lost: tooOld });
    const { books } = await product.api.getClickLedger({});
    const missing = books.reduce((sum, { difference }) => sum + difference, 0);
    judge.require(
      missing === findings.lost.length,
      `${findings.lost.length} clicks are lost, the ledger says ${missing}`,
    );
    const damage = await findDamage(databaseUrlOf(product));
    judge.require(damage.length === 0, `${damage.length} damaged, e.g. ${damage[0]}`);
    await stage.changeSplit(2_000); // edges obey what is published after the restore
    const note = `back in ${(backMs / 1_000).toFixed(1)} s, ${reported} reports before it`;
    return describeOutcome(judge, { ...played, findings, note });
  },
};
