import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { type ApiTokenRow, findApiTokens } from './api-tokens.store.ts';

type ListApiTokens = typeof endpoints.listApiTokens;

/** Tokens of the workspace, revoked ones too, the newest first. @throws ProblemError `validation_failed` */
export async function listApiTokens(
  { db, workspaceId }: Context,
  { query: { cursor, limit } }: Input<ListApiTokens>,
): Promise<Answer<ListApiTokens>> {
  const rows = await findApiTokens(db, { workspaceId, after: readCursor(cursor), limit: limit + 1 });
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt.getTime(), id }), showApiToken);
}

export const showApiToken = (token: ApiTokenRow) => ({
  id: token.id,
  name: token.name,
  permissions: token.permissions,
  ending: token.ending,
  isConfigured: token.configuredAs !== null,
  createdBy: token.createdByName,
  createdAt: toTimestamp(token.createdAt.getTime()),
  expiresAt: timestampOf(token.expiresAt),
  lastUsedAt: timestampOf(token.lastUsedAt),
  revokedAt: timestampOf(token.revokedAt),
});

const timestampOf = (date: Date | null): string | null => date && toTimestamp(date.getTime());
