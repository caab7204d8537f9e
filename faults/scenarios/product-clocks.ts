import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { requireReportsKept } from '../check-reports.ts';
import { playOutage, settled } from '../play-outage.ts';
import { startReports } from '../report-client.ts';
import { createJudge, describeOutcome, requireNoSlower, requireUnharmed, type Scenario } from '../scenario.ts';
import { setProductStage } from '../stage/product-stage.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const REPORT_EVERY_MS = 100;
/** Until a clock that was set is seen, and what was under way has its answer. */
const SEEN_MS = 500;
const LEAST_MS = 1_500;

/** Each a step from the one before: forwards and backwards. */
const OFFSETS = [4.5 * MINUTE_MS, -4.5 * MINUTE_MS, HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS];
/** What the signature of a report may be off by (C14). */
const TOLERANCE_MS = 5 * MINUTE_MS;

const setsClockOf = (part: 'control-plane' | 'router'): Scenario => ({
  id: `S11 ${part}`,
  title: `the clock of the ${part} is set by minutes, hours and days, forwards and back`,
  fullMs: 5 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const folder = mkdtempSync(join(tmpdir(), 'alyson-clocks-'));
    atEnd(async () => rmSync(folder, { recursive: true, force: true }));
    const preload = pathToFileURL(join(import.meta.dirname, '../stage/shifted-clock.ts'));
    preload.searchParams.set('folder', folder);
    const stage = await setProductStage(volume, atEnd, { variables: { NODE_OPTIONS: `--import "${preload.href}"` } });
    const reports = await startReports(stage.product, { clicks: `s11${part}`, everyMs: REPORT_EVERY_MS }, atEnd);
    const client = stage.startClient(`s11${part}`);
    const set = async (offsetMs: number) => {
      writeFileSync(join(folder, part), String(offsetMs));
      await sleep(SEEN_MS);
    };
    const played = await playOutage({
      client,
      volume,
      begin: async () => undefined,
      async meanwhile(ms) {
        for (const [index, offsetMs] of OFFSETS.entries()) {
          await set(offsetMs);
          const first = reports.log.length;
          await Promise.all([
            stage.changeSplit(1_000 * (index + 1)),
            sleep(Math.max(LEAST_MS, ms / OFFSETS.length - SEEN_MS)),
          ]);
          const isOff = part === 'control-plane' && Math.abs(offsetMs) > TOLERANCE_MS;
          const others = reports.log.slice(first + 1).filter(({ status }) => status !== (isOff ? 401 : 200));
          const what = `${others.length} reports were answered ${others[0]?.status} with a clock off by ${offsetMs} ms`;
          judge.require(others.length === 0, what);
          judge.require(reports.log.length > first + 1, 'no report was answered');
        }
      },
      end: () => set(0),
      isOver: async () => reports.log.at(-1)?.status === 200 && (await stage.isDelivered()),
      recoverWithinMs: MINUTE_MS,
    });
    await reports.stop();
    const findings = await settled(() => stage.findings(played.log));
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    await requireReportsKept(judge, stage.product, reports);
    const [newest] = (await stage.product.api.listClicks({ query: { limit: 1 } })).items;
    const isAhead = Date.parse(newest?.at ?? '') > Date.now() + DAY_MS / 2;
    judge.require(isAhead === (part === 'router'), `the newest click is of ${newest?.at}`);
    const refused = reports.log.filter(({ status }) => status === 401).length;
    return describeOutcome(judge, { ...played, findings, note: `${refused} of ${reports.log.length} reports refused` });
  },
});

/** S11: what is right does not hang on what time a machine believes it is. */
export const productClocks: readonly Scenario[] = [setsClockOf('control-plane'), setsClockOf('router')];
