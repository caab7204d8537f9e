import type { Role } from '@alyson/schema';
import { type AuditContext, appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../io/database.ts';
import { insertMembership } from './memberships.store.ts';
import { userActor } from './user-actor.ts';

export interface Person {
  id: string;
  name: string;
  email: string;
}

/** From now on the person belongs to the workspace with this role. Who belongs to it already keeps theirs. */
export async function joinWorkspace(
  tx: Tx,
  ctx: Omit<AuditContext, 'actor' | 'workspaceId'>,
  person: Person,
  { workspaceId, role }: { workspaceId: string; role: Role },
): Promise<void> {
  const createdAt = new Date(ctx.now());
  if (!(await insertMembership(tx, { workspaceId, userId: person.id, role, createdAt }))) return;
  const audited = { ...ctx, actor: userActor(person), workspaceId };
  await appendAudit(tx, audited, {
    action: 'member.joined',
    objectId: person.id,
    objectName: person.email,
    after: { email: person.email, role },
  });
}
