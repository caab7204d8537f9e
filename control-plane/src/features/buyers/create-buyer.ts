import type { endpoints } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import { authorize, type Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { insertSecret } from './buyer-secrets.store.ts';
import { insertBuyer } from './buyers.store.ts';
import { showBuyer } from './list-buyers.ts';
import { planSecret } from './plan-secret.ts';

type CreateBuyer = typeof endpoints.createBuyer;

/** 192 bits: the address is what tells a buyer from anybody else before its signature is read. */
const ENDPOINT_BYTES = 24;

/** Adds a buyer, with a secret by which it can sign. The secret is in this answer and nowhere else. @throws ProblemError `forbidden`, `name_taken` */
export async function createBuyer(ctx: Context, { body }: Input<CreateBuyer>): Promise<Answer<CreateBuyer>> {
  authorize(ctx.actor, 'buyer:admin');
  const buyer = {
    id: ctx.newId('buyer'),
    workspaceId: ctx.workspaceId,
    name: body.name,
    endpointId: Buffer.from(ctx.randomBytes(ENDPOINT_BYTES)).toString('base64url'),
    webhookSecret: null,
    tuneTokenSha256: null,
    tuneOfferIds: [],
    tuneAddresses: [],
    tuneCurrency: null,
    amountLimits: {},
    version: 1,
    createdAt: new Date(ctx.now()),
    archivedAt: null,
  };
  const scheme = { kind: 'standard_webhooks', version: 'v1' } as const;
  const secret = planSecret(ctx, buyer, { scheme, addresses: [] });
  await ctx.db.transaction(async (tx) => {
    await insertBuyer(tx, buyer);
    await insertSecret(tx, secret.row);
    await appendAudit(tx, ctx, {
      action: 'buyer.created',
      objectId: buyer.id,
      objectName: buyer.name,
      after: { name: buyer.name },
    });
  });
  const shown = showBuyer(ctx.config, { ...buyer, lastReportAt: null, reports: 0, orphans: 0 });
  return { buyer: shown, secret: secret.value };
}
