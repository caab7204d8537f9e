import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { lockApiToken, markRevoked } from './api-tokens.store.ts';
import { showApiToken } from './list-api-tokens.ts';

type RevokeApiToken = typeof endpoints.revokeApiToken;

/**
 * Revokes a token: its next request is refused. Doing it again changes nothing.
 *
 * @throws ProblemError `not_found`, `token_configured` for one that the next start would bring back
 */
export function revokeApiToken(
  ctx: Context,
  { params: { apiTokenId } }: Input<RevokeApiToken>,
): Promise<Answer<RevokeApiToken>> {
  return ctx.db.transaction(async (tx) => {
    const token = await lockApiToken(tx, ctx.workspaceId, apiTokenId);
    if (!token) throw new ProblemError('not_found');
    if (token.configuredAs !== null)
      throw new ProblemError('token_configured', 'Change it there and start again: the old one dies with that.');
    if (token.revokedAt !== null) return showApiToken(token);
    const now = new Date(ctx.now());
    await markRevoked(tx, token.id, now);
    await appendAudit(tx, ctx, { action: 'api_token.revoked', objectId: token.id, objectName: token.name });
    return showApiToken({ ...token, revokedAt: now });
  });
}
