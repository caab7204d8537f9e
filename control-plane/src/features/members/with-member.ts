import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Tx } from '../../io/database.ts';
import { lockWorkspace } from '../../people/memberships.store.ts';
import { countAdmins, findMember, type MemberRow } from './members.store.ts';

/**
 * Runs a change of one member while nobody else changes who belongs to the workspace.
 *
 * @throws ProblemError `not_found` for who does not belong to it
 */
export function withMember<T>(
  { db, now, workspaceId }: Context,
  userId: string,
  change: (tx: Tx, member: MemberRow, isLastAdmin: boolean) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const member = await findMember(tx, { workspaceId, userId, now: new Date(now()) });
    if (!member) throw new ProblemError('not_found');
    const isLastAdmin = member.role === 'admin' && (await countAdmins(tx, workspaceId)) === 1;
    return change(tx, member, isLastAdmin);
  });
}
