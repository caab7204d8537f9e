import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { type ConnectionRow, readConnection } from './connection.store.ts';

/** How TUNE's API is reached; null while it is not. The token is never shown. */
export async function getConnection(ctx: Context): Promise<Answer<typeof endpoints.getTuneConnection>> {
  const row = await readConnection(ctx.db, ctx.workspaceId);
  return { connection: row && showConnection(row) };
}

export const showConnection = ({ networkId, connectedAt, connectedBy }: ConnectionRow) => ({
  networkId,
  connectedAt: toTimestamp(connectedAt.getTime()),
  connectedBy,
});
