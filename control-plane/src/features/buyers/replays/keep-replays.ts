import { announceEvents } from '../../../attribution/announce-events.ts';
import { compareReading } from '../../../attribution/compare-reading.ts';
import { outcomeOfReport } from '../../../attribution/outcome-of-report.ts';
import type { SettledEvent } from '../../../attribution/settle.ts';
import { findKnown, supersedeEvents } from '../../../attribution/supersede-events.ts';
import { backgroundContext, type Context, type Deps } from '../../../context.ts';
import type { Tx } from '../../../io/database.ts';
import { findReaderOfVersion } from '../../../mapping/find-reader.ts';
import { inWords } from '../accept-report.ts';
import { readReport } from '../read-report.ts';
import { updateReading } from '../reports.store.ts';
import { claimReplay, findNextReports, type ReplayedReport, type ReplayRow, updateReplay } from './replays.store.ts';
import { NOTHING_READ } from './start-replay.ts';
import { addToTally, MOST_SAMPLES, toSamples } from './tally-change.ts';

/** A preview only reads; what is applied holds locks that buyers' reports wait for: a report at a time. */
const PREVIEWED_AT_ONCE = 100;

/**
 * Reads reports anew until nothing is left to read (C20). Each step is one transaction with the place it has reached, so
 * that it goes on there after a stop, in whichever process looks first.
 */
export async function keepReplays(deps: Deps): Promise<void> {
  while (await takeStep(deps));
}

async function takeStep(deps: Deps): Promise<boolean> {
  const settled: SettledEvent[] = [];
  const ctx = await deps.db.transaction(async (tx) => {
    const replay = await claimReplay(tx);
    if (!replay) return null;
    const inWorkspace = backgroundContext(deps, replay.workspaceId);
    settled.push(...(await readOn(tx, inWorkspace, replay)));
    return inWorkspace;
  });
  if (ctx) announceEvents(ctx, settled);
  return ctx !== null;
}

async function readOn(tx: Tx, ctx: Context, replay: ReplayRow): Promise<SettledEvent[]> {
  const isPreview = replay.state === 'previewing';
  const reports = await findNextReports(tx, ctx.dataKeys, replay, isPreview ? PREVIEWED_AT_ONCE : 1);
  const last = reports.at(-1);
  if (!last) {
    const finished = { state: 'applied', finishedAt: new Date(ctx.now()) } as const;
    await updateReplay(tx, replay.id, isPreview ? { state: 'previewed' } : finished);
    return [];
  }
  const settled: SettledEvent[] = [];
  let tally = (isPreview ? replay.preview : replay.applied) ?? NOTHING_READ;
  const samples = [...replay.samples];
  for (const report of reports) {
    const read = await readAnew(tx, ctx, replay, report, isPreview);
    settled.push(...read.settled);
    if (isPreview && samples.length < MOST_SAMPLES) samples.push(...read.samples);
    tally = read.change
      ? addToTally(tally, read.change)
      : { ...tally, reports: tally.reports + 1, unread: tally.unread + 1 };
  }
  const done = { doneAt: last.receivedAt, doneId: last.id, samples: samples.slice(0, MOST_SAMPLES) };
  await updateReplay(tx, replay.id, { ...done, ...(isPreview ? { preview: tally } : { applied: tally }) });
  return settled;
}

async function readAnew(
  tx: Tx,
  ctx: Context,
  { workspaceId, buyerId, mappingVersion }: ReplayRow,
  report: ReplayedReport,
  isPreview: boolean,
) {
  const reader = await findReaderOfVersion(tx, buyerId, mappingVersion);
  if (!reader) throw new Error('a mapping is gone while reports are read by it');
  const receivedAt = report.receivedAt.getTime();
  const reading = readReport(reader, report, receivedAt);
  if (!reading.ok) {
    const nothing = { reportId: report.id, kind: null, eventId: null, fields: [], before: null, after: null };
    return { settled: [], samples: [{ ...nothing, change: 'unread' as const, detail: inWords(reading.faults) }] };
  }
  const source = { workspaceId, buyerId, reportId: report.id, receivedAt };
  if (isPreview) {
    const change = compareReading(report.id, await findKnown(tx, source, reading.events), reading.events);
    return { change, settled: [], samples: toSamples(report.id, change) };
  }
  const { change, settled, outcomes } = await supersedeEvents(tx, ctx, source, reading.events);
  const counts = new Set(settled.flatMap(({ id, placement }) => (placement.kind === 'joined' ? [id] : [])));
  const kept = [...change.unchanged, ...change.changed.map(({ event }) => event)].filter(
    (event) => event.reportId === report.id,
  );
  const standing = kept.map((event) =>
    counts.has(event.id) || event.placement.kind === 'joined' ? 'accepted' : 'orphan',
  );
  const outcome = outcomeOfReport([...outcomes.filter((each) => each !== 'duplicate'), ...standing]);
  const isRepeat = reading.events.length > 0 && outcome === 'skipped';
  await updateReading(tx, report.id, { outcome: isRepeat ? 'duplicate' : outcome, mappingVersion });
  return { change, settled, samples: [] };
}
