import {
  type endpoints,
  type Instant,
  type MappingTrial,
  ProblemError,
  type TryMapping,
  toTimestamp,
} from '@alyson/schema';
import type { BuyerEventDraft } from '../../../attribution/map-report.ts';
import { authorize, type Context } from '../../../context.ts';
import type { Answer, Input } from '../../../http/mount.ts';
import { type CompiledMapping, compileMapping } from '../../../mapping/compile-mapping.ts';
import { parseRows, type RowFormat, readCsvHead } from '../../../mapping/parse-rows.ts';
import { type EventsReading, readEvents } from '../../../mapping/read-events.ts';
import { payloadOfRow } from '../../../mapping/read-payload.ts';
import { hasBuyer } from '../buyers.store.ts';
import { readReport } from '../read-report.ts';
import { findNewestReports } from '../reports.store.ts';

type Endpoint = typeof endpoints.tryMapping;

const SHOWN_CHARACTERS = 4000;
const MOST_ROWS = 50;

/** What a mapping makes of payloads, without storing anything (C15). @throws ProblemError `forbidden`, `not_found` */
export async function tryMapping(
  ctx: Context,
  { params: { buyerId }, body: { mapping, payload, recorded } }: Input<Endpoint>,
): Promise<Answer<Endpoint>> {
  authorize(ctx.actor, 'buyer:admin');
  const { db, dataKeys, workspaceId } = ctx;
  if (!(await hasBuyer(db, workspaceId, buyerId))) throw new ProblemError('not_found');
  const compiled = compileMapping(mapping);
  if (!compiled.ok) return { errors: compiled.errors, trials: [] };
  const reader = { version: 0, mapping: compiled.mapping };
  const reports = recorded ? await findNewestReports(db, dataKeys, { workspaceId, buyerId, limit: recorded }) : [];
  const ofReports = reports.map((report) => {
    const reading = readReport(reader, report, report.receivedAt.getTime());
    const text = report.body.length > 0 ? Buffer.from(report.body).toString('utf8') : (report.request ?? '');
    return toTrial(report.id, text, reading);
  });
  const pasted = payload ? readPasted(compiled.mapping, payload, ctx.now()) : [];
  return { errors: [], trials: [...pasted, ...ofReports] };
}

type Pasted = NonNullable<TryMapping['payload']>;

function readPasted(mapping: CompiledMapping, { kind, text }: Pasted, now: Instant): MappingTrial[] {
  if (kind === 'json' || kind === 'form') {
    const headers = kind === 'form' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const body = Buffer.from(kind === 'form' ? text.trim().replace(/^[^?\s]*\?/, '') : text);
    return [toTrial(null, text, readReport({ version: 0, mapping }, { body, headers, request: null }, now))];
  }
  const format = formatOf(kind, text);
  if (!format) return [toTrial(null, text, unread('has no names in its first row'))];
  return parseRows(format.text, format.rows)
    .slice(0, MOST_ROWS)
    .map((parsed) =>
      parsed.ok
        ? toTrial(null, JSON.stringify(parsed.row, showBig), readEvents(mapping, payloadOfRow(parsed.row), now))
        : toTrial(null, '', unread(parsed.detail)),
    );
}

function formatOf(kind: 'csv' | 'ndjson', text: string): { text: string; rows: RowFormat } | null {
  if (kind === 'ndjson') return { text, rows: { kind } };
  const head = readCsvHead(text);
  return head && { text: text.slice(text.indexOf('\n') + 1 || text.length), rows: { kind, ...head } };
}

const showBig = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const unread = (detail: string): EventsReading => ({ ok: false, faults: [{ field: null, pointer: '#', detail }] });

const toTrial = (reportId: string | null, text: string, reading: EventsReading): MappingTrial => ({
  reportId,
  payload: text.slice(0, SHOWN_CHARACTERS),
  events: reading.ok ? reading.events.map(showDraft) : [],
  faults: reading.ok ? [] : [...reading.faults],
});

function showDraft({ amountMicros, currency, occurredAt, ...event }: BuyerEventDraft) {
  const amount = amountMicros === null || currency === null ? null : { amountMicros, currency };
  return { ...event, amount, occurredAt: toTimestamp(occurredAt) };
}
