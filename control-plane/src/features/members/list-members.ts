import { type endpoints, type Member, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findMembers, type MemberRow } from './members.store.ts';

type ListMembers = typeof endpoints.listMembers;

/** People of the workspace, the newest first. @throws ProblemError `validation_failed` */
export async function listMembers(
  { db, now, workspaceId }: Context,
  { query: { cursor, limit } }: Input<ListMembers>,
): Promise<Answer<ListMembers>> {
  const rows = await findMembers(db, {
    workspaceId,
    now: new Date(now()),
    after: readCursor(cursor),
    limit: limit + 1,
  });
  return toPage(rows, limit, ({ joinedAt, userId }) => ({ at: joinedAt.getTime(), id: userId }), showMember);
}

export const showMember = ({ joinedAt, lastSeenAt, ...member }: MemberRow) =>
  ({
    ...member,
    joinedAt: toTimestamp(joinedAt.getTime()),
    lastSeenAt: lastSeenAt && toTimestamp(lastSeenAt.getTime()),
  }) satisfies Omit<Member, 'userId'>;
