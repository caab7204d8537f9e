import type { endpoints } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { deleteConnection } from './connection.store.ts';

/** Forgets the token. What was imported stays. */
export async function disconnectTune(ctx: Context): Promise<Answer<typeof endpoints.disconnectTune>> {
  await ctx.db.transaction(async (tx) => {
    const gone = await deleteConnection(tx, ctx.workspaceId);
    if (!gone) return;
    const { networkId } = gone;
    const before = { networkId };
    await appendAudit(tx, ctx, { action: 'tune.disconnected', objectId: networkId, objectName: networkId, before });
  });
  return { connection: null };
}
