import type { ReadingFault, ReportOutcome } from '@alyson/schema';
import { announceEvents } from '../../attribution/announce-events.ts';
import { outcomeOfReport } from '../../attribution/outcome-of-report.ts';
import { recordEvents } from '../../attribution/record-events.ts';
import type { SettledEvent } from '../../attribution/settle.ts';
import type { Context } from '../../context.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { findReader, type Reader } from '../../mapping/find-reader.ts';
import type { EventsReading } from '../../mapping/read-events.ts';
import { readReport } from './read-report.ts';
import { type NewReport, readStored, updateReading, upsertReport } from './reports.store.ts';

/** What the buyer is told; a repeat of the report is told the same. */
export interface ReportReceipt {
  reportId: string;
  outcome: ReportOutcome;
}

/** A report that is known to be its buyer's. */
export type BuyersReport = NewReport & { buyerId: string };

/**
 * Reads a report by its buyer's mapping, and stores it with its events and what came of them, in one transaction (C14, C15).
 * A report that cannot be read is stored too, and counts nothing.
 *
 * @throws ProblemError `validation_failed` with pointers into the report
 */
export async function acceptReport(ctx: Context, report: BuyersReport): Promise<ReportReceipt> {
  const reader = await findReader(ctx.db, report.buyerId);
  const reading = readReport(reader, storedOf(report), report.receivedAt.getTime());
  const accepted = await ctx.db.transaction((tx) => storeReport(tx, ctx, report, reader, reading));
  if (accepted.settled) announceEvents(ctx, accepted.settled);
  if (accepted.faults) throw invalidFields(accepted.faults.map(({ pointer, detail }) => ({ pointer, detail })));
  const { reportId, outcome } = accepted;
  return { reportId, outcome };
}

const storedOf = ({ body, headers, request }: BuyersReport) => ({ body, headers, request: request ?? null });

interface Accepted extends ReportReceipt {
  settled?: SettledEvent[];
  faults?: readonly ReadingFault[];
}

async function storeReport(
  tx: Tx,
  ctx: Context,
  report: BuyersReport,
  reader: Reader,
  reading: EventsReading,
): Promise<Accepted> {
  const unmapped = reading.ok ? {} : ({ outcome: 'unmapped', detail: inWords(reading.faults) } as const);
  const stored = await upsertReport(tx, ctx.dataKeys, { ...report, ...unmapped, mappingVersion: reader.version });
  const { id: reportId, outcome, receivedAt, isNew } = stored;
  if (!isNew && outcome !== 'unmapped') return { reportId, outcome };
  // What is under this id now may be another body; and a mapping may have come that reads the one of then.
  const first = isNew
    ? reading
    : readReport(reader, await readStored(tx, ctx.dataKeys, reportId), receivedAt.getTime());
  if (!first.ok) return { reportId, outcome, faults: first.faults };

  const { workspaceId, buyerId } = report;
  const source = { workspaceId, buyerId, reportId, receivedAt: receivedAt.getTime() };
  const { outcomes, settled } = await recordEvents(tx, ctx, source, first.events);
  const counted = outcomeOfReport(outcomes);
  if (counted !== outcome) await updateReading(tx, reportId, { outcome: counted, mappingVersion: reader.version });
  return { reportId, outcome: counted, settled };
}

/** What is said of a report that could not be read. */
export const inWords = (faults: readonly ReadingFault[]): string =>
  faults
    .map(({ pointer, detail }) => `${pointer} ${detail}`)
    .join('; ')
    .slice(0, 1000);
