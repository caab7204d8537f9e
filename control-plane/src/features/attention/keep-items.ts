import { announce, backgroundContext, type Deps } from '../../context.ts';
import type { Tx } from '../../io/database.ts';
import { tellOf } from '../../outbound/tell-of.ts';
import { type AttentionKind, type AttentionRow, clearItems, raiseItem } from './attention.store.ts';
import { showAttention } from './list-attention.ts';

/** Something that was noticed. */
export interface Finding {
  workspaceId: string;
  kind: AttentionKind;
  subjectId: string;
  summary: string;
  evidence: string;
  since: Date;
}

/** Of which kinds, and of which subject, everything has been looked at. */
export interface Looked {
  kinds: readonly AttentionKind[];
  /** Absent: of every subject. */
  subjectId?: string;
}

/**
 * Raises what was found, and ends what is over: each once, whatever number of processes watch, and told to subscriptions in
 * the same transaction.
 */
export async function keepItems(deps: Deps, { kinds, subjectId }: Looked, findings: readonly Finding[]): Promise<void> {
  const now = new Date(deps.now());
  const changed = await deps.db.transaction(async (tx) => {
    const raised: AttentionRow[] = [];
    for (const finding of findings) {
      const item = { ...finding, id: deps.newId('attention'), raisedAt: now, clearedAt: null };
      if (await raiseItem(tx, item)) raised.push(item);
    }
    const cleared: AttentionRow[] = [];
    for (const kind of kinds) {
      const but = findings.filter((finding) => finding.kind === kind).map((finding) => finding.subjectId);
      const only = subjectId === undefined ? {} : { only: subjectId };
      cleared.push(...(await clearItems(tx, { kinds: [kind], but, now, ...only })));
    }
    for (const item of raised) await tell(tx, deps, 'attention.raised', item);
    for (const item of cleared) await tell(tx, deps, 'attention.cleared', item);
    return [...raised, ...cleared];
  });
  for (const workspaceId of new Set(changed.map((item) => item.workspaceId)))
    announce(deps, workspaceId, { topic: 'destination', experimentIds: [], count: 1 });
}

const tell = (tx: Tx, deps: Deps, topic: 'attention.raised' | 'attention.cleared', item: AttentionRow) =>
  tellOf(tx, backgroundContext(deps, item.workspaceId), topic, showAttention(item));
