import type { Context } from '../context.ts';
import type { Tx } from '../io/database.ts';
import { insertAuditEntry } from './audit.store.ts';
import { withProposer } from './with-proposer.ts';

export interface AuditedChange {
  /** `<object>.<what happened>`, e.g. `experiment.started`. */
  action: string;
  objectId: string;
  objectName?: string | null;
  reason?: string | null | undefined;
  /** Only what changed, as it was and as it is; never a secret. */
  before?: unknown;
  after?: unknown;
}

/** What an entry is made from; a request's context has it all. */
export type AuditContext = Pick<Context, 'actor' | 'workspaceId' | 'requestId' | 'newId' | 'now' | 'approval'>;

/** Who, when, what, before and after (C3), in the change's own transaction. */
export async function appendAudit(tx: Tx, ctx: AuditContext, change: AuditedChange): Promise<void> {
  const { actor, requestId, workspaceId } = ctx;
  await insertAuditEntry(tx, {
    id: ctx.newId('auditEntry'),
    workspaceId,
    at: new Date(ctx.now()),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    action: change.action,
    objectId: change.objectId,
    objectName: change.objectName ?? null,
    reason: withProposer(ctx, change.reason),
    before: change.before ?? null,
    after: change.after ?? null,
    requestId,
  });
}
