import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { requireVersion } from '../../refusals.ts';
import { type BuyerRow, findBuyerSummary, lockBuyer, updateBuyer } from './buyers.store.ts';
import { showBuyer } from './list-buyers.ts';
import { hashTuneToken } from './tune-parameters.ts';

type ChangeTuneSetup = typeof endpoints.changeTuneSetup;

/**
 * Says how a buyer's conversions in TUNE's manner are known to be its own.
 *
 * @throws ProblemError `forbidden`, `not_found`, `stale_version`, `token_taken`
 */
export async function changeTuneSetup(
  ctx: Context,
  { params: { buyerId }, body, ifMatch }: Input<ChangeTuneSetup>,
): Promise<Answer<ChangeTuneSetup>> {
  authorize(ctx.actor, 'buyer:admin');
  return ctx.db.transaction(async (tx) => {
    const before = await lockBuyer(tx, ctx.workspaceId, buyerId);
    if (!before) throw new ProblemError('not_found');
    requireVersion(before, ifMatch);
    const after = {
      tuneTokenSha256: tokenAfter(before, body.securityToken),
      tuneOfferIds: body.offerIds,
      tuneAddresses: body.addresses,
      tuneCurrency: body.currency,
    };
    await updateBuyer(tx, buyerId, after);
    await appendAudit(tx, ctx, {
      action: 'buyer.tune_changed',
      objectId: buyerId,
      objectName: before.name,
      before: describe(before),
      after: { ...describe(after), tokenChanged: after.tuneTokenSha256 !== before.tuneTokenSha256 },
    });
    const summary = await findBuyerSummary(tx, ctx.workspaceId, buyerId);
    if (!summary) throw new ProblemError('not_found');
    return showBuyer(ctx.config, summary);
  });
}

const tokenAfter = ({ tuneTokenSha256 }: BuyerRow, given: string | null | undefined): string | null => {
  if (given === undefined) return tuneTokenSha256;
  return given === null ? null : hashTuneToken(given);
};

type Setup = Pick<BuyerRow, 'tuneTokenSha256' | 'tuneOfferIds' | 'tuneAddresses' | 'tuneCurrency'>;

/** For the audit: whether there is a token, never a trace of which. */
const describe = ({ tuneTokenSha256, tuneOfferIds, tuneAddresses, tuneCurrency }: Setup) => ({
  hasToken: tuneTokenSha256 !== null,
  offerIds: tuneOfferIds,
  addresses: tuneAddresses,
  currency: tuneCurrency,
});
