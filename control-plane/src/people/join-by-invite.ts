import type { Tx } from '../io/database.ts';
import { type AuditContext, appendAudit } from '../ledger/append-audit.ts';
import { type AccountLinkRow, markUsed } from './account-links.store.ts';
import { insertMembership } from './memberships.store.ts';
import { userActor } from './user-actor.ts';

interface Person {
  id: string;
  name: string;
  email: string;
}

/** Uses an invite up: the person belongs to its workspace with its role. Who belongs to it already keeps theirs. */
export async function joinByInvite(
  tx: Tx,
  ctx: Omit<AuditContext, 'actor' | 'workspaceId'>,
  person: Person,
  { id, workspaceId, role }: AccountLinkRow,
): Promise<void> {
  if (role === null) throw new Error('an invite has no role');
  const now = new Date(ctx.now());
  await markUsed(tx, id, now);
  if (!(await insertMembership(tx, { workspaceId, userId: person.id, role, createdAt: now }))) return;
  const audited = { ...ctx, actor: userActor(person), workspaceId };
  await appendAudit(tx, audited, {
    action: 'member.joined',
    objectId: person.id,
    objectName: person.email,
    after: { email: person.email, role },
  });
}
