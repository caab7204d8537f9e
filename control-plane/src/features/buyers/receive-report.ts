import { type FieldProblem, ProblemError, type ReportOutcome } from '@alyson/schema';
import { announceEvents } from '../../attribution/announce-events.ts';
import { outcomeOfReport } from '../../attribution/outcome-of-report.ts';
import { recordEvents } from '../../attribution/record-events.ts';
import type { SettledEvent } from '../../attribution/settle.ts';
import { backgroundContext, type Context, type Deps } from '../../context.ts';
import { toStorableText } from '../../domain/storable-text.ts';
import { invalidFields } from '../../http/validate.ts';
import type { Tx } from '../../io/database.ts';
import { authenticateCall } from './authenticate-call.ts';
import { findSecretsOfBuyer, noteUse } from './buyer-secrets.store.ts';
import { type BuyerRow, findBuyerByEndpoint } from './buyers.store.ts';
import { describeFault } from './describe-fault.ts';
import { type Reading, readReport } from './read-report.ts';
import { insertTrace, type NewReport, readBody, updateOutcome, upsertReport } from './reports.store.ts';
import type { InboundCall } from './schemes/proof.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What the buyer is told; a repeat of the report is told the same. */
export interface ReportReceipt {
  reportId: string;
  outcome: ReportOutcome;
}

type BuyersReport = NewReport & { buyerId: string };

const KEPT_REJECTED = 1000;
const KEPT_BYTES_OF_REJECTED = 16_384;

/**
 * Takes a buyer's report (C14). When it returns, the report and all that follows from it are stored; when it throws, the
 * buyer is to send the report again, or has been told why not to.
 *
 * @throws ProblemError `not_found`, `signature_invalid`, `validation_failed` with pointers into the report, `data_key_missing`
 */
export async function receiveReport(deps: Deps, endpointId: string, call: InboundCall): Promise<ReportReceipt> {
  const buyer = await findBuyerByEndpoint(deps.db, endpointId);
  if (!buyer) throw new ProblemError('not_found');
  const ctx = backgroundContext(deps, buyer.workspaceId);
  const secrets = await findSecretsOfBuyer(deps.db, buyer.id);
  const proof = authenticateCall(deps.dataKeys, call, secrets);
  const kept = withoutSecrets(call, secrets);
  if (!proof.ok) {
    const detail = describeFault(proof.fault, secrets);
    const trace = { ...toReport(ctx, buyer, kept, call.header('webhook-id')), outcome: 'rejected', detail } as const;
    const body = kept.body.subarray(0, KEPT_BYTES_OF_REJECTED);
    const { fault } = proof;
    await ctx.db.transaction((tx) => insertTrace(tx, ctx.dataKeys, { ...trace, body, fault }, KEPT_REJECTED));
    throw new ProblemError('signature_invalid', detail);
  }
  await noteUse(deps.db, proof.secret, new Date(call.receivedAt));
  return acceptReport(ctx, toReport(ctx, buyer, kept, proof.webhookId), readReport(kept.body, call.receivedAt));
}

/** @param call  without any secret */
function toReport(ctx: Context, buyer: BuyerRow, call: InboundCall, webhookId: string | null): BuyersReport {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  const given = names.flatMap((name) => {
    const value = call.header(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    id: ctx.newId('buyerReport'),
    workspaceId: buyer.workspaceId,
    buyerId: buyer.id,
    webhookId,
    request: call.target.includes('?') ? toStorableText(`${call.method} ${call.target}`) : null,
    headers: Object.fromEntries(given),
    body: call.body,
    receivedAt: new Date(call.receivedAt),
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
  const { id: reportId, outcome, isNew, receivedAt } = await upsertReport(tx, ctx.dataKeys, { ...report, ...unmapped });
  if (!isNew && outcome !== 'unmapped') return { reportId, outcome };
  const first = isNew ? reading : readReport(await readBody(tx, ctx.dataKeys, reportId), receivedAt.getTime());
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
