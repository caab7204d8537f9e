import { type ConnectTune, type endpoints, invalidField, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { NONCE_BYTES, sealText } from '../../io/seal.ts';
import { TuneFault } from '../../io/tune.ts';
import { saveConnection } from './connection.store.ts';
import { showConnection } from './get-connection.ts';
import { sealOfToken } from './seal-of-token.ts';

/**
 * Keeps how TUNE's API is reached, after one call has shown that it can be. The token is sealed, and never shown again.
 *
 * @throws ProblemError `validation_failed` with TUNE's own reason, `unavailable`
 */
export async function connectTune(ctx: Context, input: ConnectTune): Promise<Answer<typeof endpoints.connectTune>> {
  const { workspaceId, config } = ctx;
  const { networkId, apiToken } = input;
  await tryOut(ctx, input);
  const sealedToken = sealText(apiToken, sealOfToken(config, workspaceId), ctx.randomBytes(NONCE_BYTES));
  const row = { workspaceId, networkId, sealedToken, connectedAt: new Date(ctx.now()), connectedBy: ctx.actor.name };
  await ctx.db.transaction(async (tx) => {
    await saveConnection(tx, row);
    const after = { networkId };
    await appendAudit(tx, ctx, { action: 'tune.connected', objectId: networkId, objectName: networkId, after });
  });
  return { connection: showConnection(row) };
}

async function tryOut({ tune }: Context, { networkId, apiToken }: ConnectTune): Promise<void> {
  try {
    await tune.readPage({ networkId, token: apiToken }, 'campaign', 1);
  } catch (error) {
    if (!(error instanceof TuneFault)) throw error;
    if (error.kind === 'unreachable') throw new ProblemError('unavailable', error.message);
    throw invalidField(/network/i.test(error.message) ? '#/networkId' : '#/apiToken', error.message);
  }
}

/** */
