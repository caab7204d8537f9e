import { type FieldProblem, type Instant, ProblemError, type ReportOutcome } from '@alyson/schema';
import { announceEvents } from '../../attribution/announce-events.ts';
import { outcomeOfReport } from '../../attribution/outcome-of-report.ts';
import { recordEvents } from '../../attribution/record-events.ts';
import type { SettledEvent } from '../../attribution/settle.ts';
import { backgroundContext, type Context, type Deps } from '../../context.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { type BuyerRow, findBuyerByEndpoint } from './buyers.store.ts';
import { type Reading, readReport } from './read-report.ts';
import { insertTrace, type NewReport, readBody, updateOutcome, upsertReport } from './reports.store.ts';
import { type SignatureFault, verifySignature, type WebhookHeaders } from './verify-signature.ts';

/** A request to a buyer's webhook, as it came. */
export interface WebhookRequest {
  endpointId: string;
  headers: WebhookHeaders;
  body: Uint8Array;
  /** By our own clock or an edge's, never by the caller's (R26). */
  receivedAt: Instant;
}

/** What the buyer is told; a repeat of the report is told the same. */
export interface ReportReceipt {
  reportId: string;
  outcome: ReportOutcome;
}

type BuyersReport = NewReport & { buyerId: string };

const KEPT_REJECTED = 1000;
const KEPT_BYTES_OF_REJECTED = 16_384;

const FAULTS: Readonly<Record<SignatureFault, string>> = {
  missing_header: 'One of the headers webhook-id, webhook-timestamp and webhook-signature is missing.',
  unusable_id: 'webhook-id must be 1 to 200 visible characters.',
  unusable_timestamp: 'webhook-timestamp must be whole seconds since 1970.',
  stale_timestamp: 'webhook-timestamp is more than five minutes off. Check the clock, and sign each attempt anew.',
  no_match: 'No v1 signature in webhook-signature matches the body and this webhook’s secret.',
};

/**
 * Takes a buyer's report (C14). When it returns, the report and all that follows from it are stored; when it throws, the
 * buyer is to send the report again, or has been told why not to.
 *
 * @throws ProblemError `not_found`, `signature_invalid`, `validation_failed` with pointers into the report
 */
export async function receiveReport(deps: Deps, request: WebhookRequest): Promise<ReportReceipt> {
  const buyer = await findBuyerByEndpoint(deps.db, request.endpointId);
  if (!buyer) throw new ProblemError('not_found');
  const ctx = backgroundContext(deps, buyer.workspaceId);
  const { receivedAt } = request;
  const report = toReport(ctx, buyer, request, receivedAt);
  const verified = verifySignature(request.headers, request.body, [buyer.webhookSecret], receivedAt);
  if (!verified.ok) {
    const detail = FAULTS[verified.reason];
    const body = request.body.subarray(0, KEPT_BYTES_OF_REJECTED);
    await ctx.db.transaction((tx) => insertTrace(tx, { ...report, body, outcome: 'rejected', detail }, KEPT_REJECTED));
    throw new ProblemError('signature_invalid', detail);
  }
  return acceptReport(ctx, report, readReport(request.body, receivedAt));
}

function toReport(ctx: Context, buyer: BuyerRow, { headers, body }: WebhookRequest, receivedAt: Instant): BuyersReport {
  const names = {
    'webhook-id': headers.id,
    'webhook-timestamp': headers.timestamp,
    'webhook-signature': headers.signature,
  };
  const given = Object.entries(names).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
  return {
    id: ctx.newId('buyerReport'),
    workspaceId: buyer.workspaceId,
    buyerId: buyer.id,
    webhookId: headers.id,
    headers: Object.fromEntries(given),
    body,
    receivedAt: new Date(receivedAt),
    outcome: 'accepted',
  };
}

async function acceptReport(ctx: Context, report: BuyersReport, reading: Reading): Promise<ReportReceipt> {
  const accepted = await ctx.db.transaction((tx) => storeReport(tx, ctx, report, reading));
  if (accepted.settled) announceEvents(ctx, accepted.settled);
  if (accepted.errors) throw invalidFields(accepted.errors);
  const { reportId, outcome } = accepted;
  return { reportId, outcome };
}

interface Accepted extends ReportReceipt {
  settled?: SettledEvent[];
  errors?: readonly FieldProblem[];
}

/** The report, its event and its outcome, in one transaction. */
async function storeReport(tx: Tx, ctx: Context, report: BuyersReport, reading: Reading): Promise<Accepted> {
  const unmapped = reading.ok ? {} : ({ outcome: 'unmapped', detail: inWords(reading.errors) } as const);
  const { id: reportId, outcome, isNew, receivedAt } = await upsertReport(tx, { ...report, ...unmapped });
  if (!isNew && outcome !== 'unmapped') return { reportId, outcome };
  const first = isNew ? reading : readReport(await readBody(tx, reportId), receivedAt.getTime());
  if (!first.ok) return { reportId, outcome, errors: first.errors };

  const { workspaceId, buyerId } = report;
  const source = { workspaceId, buyerId, reportId, receivedAt: receivedAt.getTime() };
  const { outcomes, settled } = await recordEvents(tx, ctx, source, [first.event]);
  const counted = outcomeOfReport(outcomes);
  if (counted !== outcome) await updateOutcome(tx, reportId, counted);
  return { reportId, outcome: counted, settled };
}

const inWords = (errors: readonly FieldProblem[]): string =>
  errors
    .map(({ pointer, detail }) => `${pointer} ${detail}`)
    .join('; ')
    .slice(0, 1000);
