import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { type AccountLinkRow, findOpenInvites } from '../../people/account-links.store.ts';

type ListInvites = typeof endpoints.listInvites;

/** Invites that wait to be accepted, the newest first. @throws ProblemError `validation_failed` */
export async function listInvites(
  { db, now, workspaceId }: Context,
  { query: { cursor, limit } }: Input<ListInvites>,
): Promise<Answer<ListInvites>> {
  const rows = await findOpenInvites(db, {
    workspaceId,
    now: new Date(now()),
    after: readCursor(cursor),
    limit: limit + 1,
  });
  return toPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt.getTime(), id }), showInvite);
}

type Shown = Pick<AccountLinkRow, 'id' | 'email' | 'role' | 'createdByName' | 'createdAt' | 'expiresAt'>;

export const showInvite = ({ id, email, role, createdByName, createdAt, expiresAt }: Shown) => ({
  id,
  email,
  role: role ?? 'viewer',
  invitedBy: createdByName,
  createdAt: toTimestamp(createdAt.getTime()),
  expiresAt: toTimestamp(expiresAt.getTime()),
});
