import { ProblemError } from '@alyson/schema';
import { backgroundContext, type Context, type Deps } from '../../context.ts';
import { toStorableText } from '../../domain/storable-text.ts';
import { acceptReport, type BuyersReport, type ReportReceipt } from './accept-report.ts';
import { authenticateCall } from './authenticate-call.ts';
import { findSecretsOfBuyer, noteUse } from './buyer-secrets.store.ts';
import { type BuyerRow, findBuyerByEndpoint } from './buyers.store.ts';
import { describeFault } from './describe-fault.ts';
import { insertTrace } from './reports.store.ts';
import type { InboundCall } from './schemes/proof.ts';
import { withoutSecrets } from './without-secrets.ts';

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
  return acceptReport(ctx, toReport(ctx, buyer, kept, proof.webhookId));
}

/** @param call  without any secret */
function toReport(ctx: Context, buyer: BuyerRow, call: InboundCall, webhookId: string | null): BuyersReport {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'content-type'];
  const given = names.flatMap((name) => {
    const value = call.header(name);
    return value === null ? [] : [[name, value] as const];
  });
  return {
    id: ctx.newId('buyerReport'),
    workspaceId: buyer.workspaceId,
    buyerId: buyer.id,
    webhookId,
    source: webhookId === null ? 'postback' : 'webhook',
    request: call.target.includes('?') ? toStorableText(`${call.method} ${call.target}`) : null,
    headers: Object.fromEntries(given),
    body: call.body,
    receivedAt: new Date(call.receivedAt),
    outcome: 'accepted',
  };
}
