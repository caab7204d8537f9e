import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findDamage } from '../../control-plane/test/support/find-damage.ts';
import { openCluster } from '../../scripts/lib/postgres-cluster.ts';
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
import { databaseUrlOf, setProductStage } from '../stage/product-stage.ts';
import { mountSmallDisk, type SmallDisk, whyNoSmallDisk } from '../stage/small-disk.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;
const REPORT_EVERY_MS = 100;
/** More than the free room in pages that a table happens to have. */
const PADDING_BYTES = 200_000;
const LAST_REPORTS = 3;

interface FullDisk {
  readonly id: string;
  readonly title: string;
  readonly megabytes: number;
  /** Puts what is to run out of room on the small disk. */
  readonly place: (disk: SmallDisk, dataDir: string) => void | Promise<void>;
  /** Whether a buyer must have been told to come again. */
  readonly refusesReports: boolean;
}

/** S14: what finds no room is refused and damages nothing, clicks go on, and room is all that is needed afterwards. */
const fullDisk = ({ id, title, megabytes, place, refusesReports }: FullDisk): Scenario => ({
  id,
  title,
  fullMs: 5 * MINUTE_MS,
  whyNot: whyNoSmallDisk,
  async play(volume, atEnd) {
    const judge = createJudge();
    const disk = mountSmallDisk(megabytes, atEnd);
    const stage = await setProductStage(volume, atEnd, { prepare: (dataDir) => place(disk, dataDir) });
    const name = id.replaceAll(/\W/g, '');
    const task = { clicks: name, everyMs: REPORT_EVERY_MS, paddingBytes: PADDING_BYTES };
    const reports = await startReports(stage.product, task, atEnd);
    const isTaking = () => reports.log.slice(-LAST_REPORTS).every(({ status }) => status === 200);
    const played = await playOutage({
      client: stage.startClient(name),
      volume,
      async begin() {
        disk.fill();
        // The log's files are made ahead: a last one still has room.
        if (refusesReports) await until('a write finds no room', () => reports.log.at(-1)?.status === 503, MINUTE_MS);
      },
      end: async () => disk.free(),
      isOver: async () => isTaking() && (await stage.isDelivered()),
      recoverWithinMs: 5 * MINUTE_MS,
    });
    await reports.stop();
    const findings = await settled(() => stage.findings(played.log));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    requireWithin(judge, volume, 'the way back to normal', played.recoveryMs, MINUTE_MS);
    const refused = requireHonestAnswers(judge, reports);
    judge.require(refused > 0 === refusesReports, `${refused} reports were refused`);
    await requireReportsKept(judge, stage.product, reports);
    const damage = await findDamage(databaseUrlOf(stage.product));
    judge.require(damage.length === 0, `${damage.length} damaged, e.g. ${damage[0]}`);
    return describeOutcome(judge, { ...played, findings, note: `${refused} of ${reports.log.length} reports refused` });
  },
});

const SERVER_FOLDER = 'postgres';

export const productFullDisks: readonly Scenario[] = [
  fullDisk({
    id: 'S14 product, data',
    title: "the database's disk is full",
    megabytes: 256,
    place: (disk, dataDir) => symlinkSync(disk.folder, join(dataDir, SERVER_FOLDER)),
    refusesReports: true,
  }),
  fullDisk({
    id: 'S14 product, WAL',
    title: "the disk of the database's write-ahead log is full",
    megabytes: 96,
    async place(disk, dataDir) {
      const home = join(dataDir, SERVER_FOLDER);
      const { cluster } = await openCluster(home);
      const [wal, moved] = [join(cluster, 'pg_wal'), join(disk.folder, 'pg_wal')];
      execFileSync('cp', ['-a', wal, moved]);
      rmSync(wal, { recursive: true });
      symlinkSync(moved, wal);
    },
    refusesReports: true,
  }),
  fullDisk({
    id: 'S14 product, logs',
    title: 'the disk of the logs is full',
    megabytes: 4,
    place: (disk, dataDir) => symlinkSync(disk.folder, join(dataDir, 'logs')),
    refusesReports: false,
  }),
];
