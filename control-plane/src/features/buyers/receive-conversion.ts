import type { CallbackReceipt, ReportOutcome } from '@alyson/schema';
import { announceEvents } from '../../attribution/announce-events.ts';
import { outcomeOfReport } from '../../attribution/outcome-of-report.ts';
import { recordEvents } from '../../attribution/record-events.ts';
import type { SettledEvent } from '../../attribution/settle.ts';
import { backgroundContext, type Context, type Deps } from '../../context.ts';
import { toStorableText } from '../../domain/storable-text.ts';
import { hashToken } from '../../http/authenticate.ts';
import type { Tx } from '../../io/database.ts';
import { type BuyerRow, findCurrency, findWorkspaceOfToken } from './buyers.store.ts';
import { identifyBuyer } from './identify-buyer.ts';
import { type ConversionReading, readConversion } from './read-conversion.ts';
import { claimConversion, insertReport, insertTrace, type NewReport, updateOutcome } from './reports.store.ts';
import { hideTuneToken, readTuneParameters, type TuneParameters } from './tune-parameters.ts';

/** A conversion in TUNE's manner, as it came. */
export interface ConversionCall {
  receipt: CallbackReceipt;
  /** The body of a form; empty where there is none. */
  form: string;
}

/** Of calls that nothing proves, the newest of each buyer are kept: a buyer may turn out to have meant them. */
const KEPT_UNAUTHENTICATED = 10_000;

const DUPLICATE = 'Duplicate conversion.';

/**
 * Takes a conversion in TUNE's manner (C16). When it returns, the call and all that follows from it are stored.
 *
 * @returns why it is refused, for its caller to read; null where it is taken
 */
export async function receiveConversion(deps: Deps, { receipt, form }: ConversionCall): Promise<string | null> {
  const { target, method, receivedAt, sender, pixelClick } = receipt;
  const given = readTuneParameters(target, form);
  const path = target.split('?', 1)[0] ?? '';
  const isPixel = path === '/aff_l' || given.get('a') === 'l';
  const parameters = isPixel && pixelClick !== null ? new Map([...given, ['transaction_id', pixelClick]]) : given;
  const ownWorkspaceId = await findWorkspaceOfToken(deps.db, hashToken(deps.config.tokens.edge));
  const { buyer, doubt } = await identifyBuyer(deps.db, ownWorkspaceId, { parameters, sender, isPixel, pixelClick });
  const workspaceId = buyer?.workspaceId ?? ownWorkspaceId;
  const ctx = backgroundContext(deps, workspaceId);
  const currency = buyer?.tuneCurrency ?? (await findCurrency(deps.db, workspaceId));
  const reading = readConversion(path, parameters, currency, receivedAt);
  const report: NewReport = {
    id: ctx.newId('buyerReport'),
    workspaceId,
    buyerId: buyer?.id ?? null,
    source: 'tune',
    request: toStorableText(`${method} ${hideTuneToken(target)}`),
    sender: isPixel ? null : sender, // a visitor's address is nobody's business (R24)
    headers: {},
    body: Buffer.from(hideTuneToken(form)),
    receivedAt: new Date(receivedAt),
    outcome: 'unauthenticated',
    detail: doubt,
  };
  if (!buyer || doubt !== null) {
    await ctx.db.transaction((tx) => insertTrace(tx, ctx.dataKeys, report, KEPT_UNAUTHENTICATED));
    return reading.ok ? null : reading.refusal;
  }
  return acceptConversion(ctx, buyer, report, reading, parameters);
}

async function acceptConversion(
  ctx: Context,
  buyer: BuyerRow,
  report: NewReport,
  reading: ConversionReading,
  parameters: TuneParameters,
): Promise<string | null> {
  const status = parameters.get('status') ?? 'approved';
  if (!reading.ok || status !== 'approved') {
    const detail = reading.ok ? `Its status is not approved, so it counts nothing.` : reading.refusal;
    await ctx.db.transaction((tx) => insertReport(tx, ctx.dataKeys, { ...report, outcome: 'unmapped', detail }));
    return reading.ok ? null : reading.refusal;
  }
  const recorded = await ctx.db.transaction((tx) => countOnce(tx, ctx, buyer, report, reading.event));
  announceEvents(ctx, recorded.settled);
  return recorded.outcome === 'duplicate' ? DUPLICATE : null;
}

/** The call, its event and its outcome, in one transaction; a second call for the same conversion waits for it. */
async function countOnce(
  tx: Tx,
  ctx: Context,
  { id: buyerId, workspaceId }: BuyerRow,
  report: NewReport,
  event: Extract<ConversionReading, { ok: true }>['event'],
): Promise<{ outcome: ReportOutcome; settled: SettledEvent[] }> {
  const counted = { ...report, outcome: 'accepted', detail: null } as const;
  if (!(await claimConversion(tx, ctx.dataKeys, { ...counted, conversionKey: event.eventId }))) {
    await insertReport(tx, ctx.dataKeys, { ...counted, outcome: 'duplicate' });
    return { outcome: 'duplicate', settled: [] };
  }
  const source = { workspaceId, buyerId, reportId: report.id, receivedAt: report.receivedAt.getTime() };
  const { outcomes, settled } = await recordEvents(tx, ctx, source, [event]);
  const outcome = outcomeOfReport(outcomes);
  if (outcome !== counted.outcome) await updateOutcome(tx, report.id, outcome);
  return { outcome, settled };
}
