import type { Readable } from 'node:stream';
import { type endpoints, invalidField, ProblemError, type TuneParity } from '@alyson/schema';
import { CsvError, parse } from 'csv-parse';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { keyOfClick, type LoggedClick } from '../../domain/tune/shadow-click.ts';
import { createParityTally, type ParityExperiment } from '../../domain/tune/tally-parity.ts';
import { sourceKey } from '../../domain/tune/tune-network.ts';
import type { Answer } from '../../http/mount.ts';
import { openClickLog } from './click-log.ts';
import { insertReport } from './parity.store.ts';
import { prepareShadow } from './prepare-shadow.ts';
import { showParityReport } from './show-parity-report.ts';
import { readSources } from './sources.store.ts';

const KEPT_REPORTS = 50;
/** Unpacked. An hour of a network's clicks is some hundred megabytes at most. */
const MOST_BYTES = 8 * 1024 ** 3;
const MOST_LINE_BYTES = 256 * 1024;

/**
 * Decides every click of one of TUNE's click logs as we would, redirects nobody, and keeps the sums (shadow routing). The log
 * is read as it comes, line by line, and no line is kept.
 *
 * @throws ProblemError `validation_failed` for what is no click log
 */
export async function compareLog(
  ctx: Context,
  body: Readable,
  fileName: string,
): Promise<Answer<typeof endpoints.getTuneParity>> {
  const report = await readLog(ctx, body);
  const row = {
    id: ctx.newId('tuneParity'),
    workspaceId: ctx.workspaceId,
    createdAt: new Date(ctx.now()),
    createdBy: ctx.actor.name,
    fileName,
    report,
  };
  await ctx.db.transaction(async (tx) => {
    await insertReport(tx, row, KEPT_REPORTS);
    const { rows, overall } = report;
    await appendAudit(tx, ctx, {
      action: 'tune_parity.compared',
      objectId: row.id,
      objectName: fileName,
      after: { rows, overall },
    });
  });
  return showParityReport(row);
}

async function readLog(ctx: Context, body: Readable): Promise<TuneParity> {
  const sources = new Map(
    (await readSources(ctx.db, ctx.workspaceId)).map((row) => [sourceKey(row.kind, row.tuneId), row]),
  );
  // Prepared when the log first names it: most of what was imported stands in no single log.
  const prepared = new Map<string, ParityExperiment>();
  const tally = createParityTally(prepared);
  let unreadable = 0;
  let isLog = false;
  try {
    const text = await openClickLog(body);
    const lines = linesOf(text, {
      onHeader: () => {
        isLog = true;
      },
      onSkip: () => {
        unreadable += 1;
      },
    });
    for await (const line of lines) {
      ctx.signal.throwIfAborted();
      const click = line as LoggedClick;
      const key = keyOfClick(click);
      const source = key === null || prepared.has(key) ? undefined : sources.get(key);
      if (key !== null && source) {
        sources.delete(key);
        const experiment = await prepareShadow(ctx, source);
        if (experiment) prepared.set(key, experiment);
      }
      if (!tally.add(click, clickedAt(click, ctx.now()))) unreadable += 1;
    }
    if (!isLog) throw invalidField('#/file', NO_LOG);
  } catch (error) {
    throw toProblem(error);
  }
  return tally.finish(unreadable);
}

const NO_LOG =
  'is no click log of TUNE: its first line must name columns such as transaction_id, offer_id and ad_campaign_id';

/** TUNE's times are in the network's own zone, which a log does not name: read as UTC. */
function clickedAt({ datetime = '' }: LoggedClick, otherwise: number): number {
  const at = Date.parse(`${datetime.replace(' ', 'T')}Z`);
  return Number.isFinite(at) ? at : otherwise;
}

function linesOf(text: Readable, { onHeader, onSkip }: { onHeader(): void; onSkip(): void }) {
  let bytes = 0;
  text.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      text.destroy(invalidField('#/file', 'is larger than 8 GiB when unpacked: compare it in parts'));
  });
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: MOST_LINE_BYTES,
    columns: (names: string[]) => {
      const columns = names.map((name) => name.trim().toLowerCase());
      if (!columns.includes('offer_id') || !columns.includes('transaction_id')) throw invalidField('#/file', NO_LOG);
      onHeader();
      return columns;
    },
  });
  parser.on('skip', onSkip);
  text.on('error', (error) => parser.destroy(error));
  return text.pipe(parser);
}

/** What is wrong with the file is the caller's to know; all else stays what it is. */
function toProblem(error: unknown): unknown {
  if (error instanceof ProblemError) return error;
  const isZip = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  if (isZip) return invalidField('#/file', 'is a damaged zip: load it down from TUNE again');
  if (error instanceof CsvError) return invalidField('#/file', `cannot be read as a table (${error.code})`);
  return error;
}
