import type { endpoints } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { showSource } from './list-sources.ts';
import { makeSecret } from './source-secret.ts';
import { insertSource } from './sources.store.ts';

type CreateSource = typeof endpoints.createSegmentSource;

/** 192 bits: the address is what tells a source from anybody else before its signature is read. */
const ENDPOINT_BYTES = 24;

/** Adds a source of page events. Its secret is in this answer and nowhere else. @throws ProblemError `name_taken` */
export async function createSource(
  ctx: Context,
  { body: { name } }: Input<CreateSource>,
): Promise<Answer<CreateSource>> {
  const { secret, sealed } = makeSecret(ctx);
  const source = {
    id: ctx.newId('segmentSource'),
    workspaceId: ctx.workspaceId,
    name,
    endpointId: Buffer.from(ctx.randomBytes(ENDPOINT_BYTES)).toString('base64url'),
    sealedSecret: sealed,
    sealedPreviousSecret: null,
    previousSecretUntil: null,
    createdAt: new Date(ctx.now()),
    removedAt: null,
    rereadAfter: null,
    rereadAfterId: null,
  };
  await ctx.db.transaction(async (tx) => {
    await insertSource(tx, source);
    const after = { name };
    await appendAudit(tx, ctx, { action: 'segment_source.created', objectId: source.id, objectName: name, after });
  });
  const untouched = { lastCallAt: null, lastFaultAt: null, lastFault: null };
  return { source: showSource(ctx.config, { ...source, ...untouched }), secret };
}
