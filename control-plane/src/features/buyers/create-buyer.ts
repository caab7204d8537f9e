import type { endpoints } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { insertBuyer } from './buyers.store.ts';
import { showBuyer } from './list-buyers.ts';

type CreateBuyer = typeof endpoints.createBuyer;

/** 192 bits: the address is what tells a buyer from anybody else before its signature is read. */
const ENDPOINT_BYTES = 24;
const SECRET_BYTES = 32;

/** Adds a buyer. Its secret is in this answer and nowhere else. @throws ProblemError `forbidden`, `name_taken` */
export async function createBuyer(ctx: Context, { body }: Input<CreateBuyer>): Promise<Answer<CreateBuyer>> {
  authorize(ctx.actor, 'buyer:admin');
  const buyer = {
    id: ctx.newId('buyer'),
    workspaceId: ctx.workspaceId,
    name: body.name,
    endpointId: Buffer.from(ctx.randomBytes(ENDPOINT_BYTES)).toString('base64url'),
    webhookSecret: `whsec_${Buffer.from(ctx.randomBytes(SECRET_BYTES)).toString('base64')}`,
    tuneTokenSha256: null,
    tuneOfferIds: [],
    tuneAddresses: [],
    tuneCurrency: null,
    amountLimits: {},
    version: 1,
    createdAt: new Date(ctx.now()),
    archivedAt: null,
  };
  await ctx.db.transaction(async (tx) => {
    await insertBuyer(tx, buyer);
    await appendAudit(tx, ctx, {
      action: 'buyer.created',
      objectId: buyer.id,
      objectName: buyer.name,
      after: { name: buyer.name },
    });
  });
  const shown = showBuyer(ctx.config, { ...buyer, lastReportAt: null, reports: 0, orphans: 0 });
  return { buyer: shown, secret: buyer.webhookSecret };
}
