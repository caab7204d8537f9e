import { DEFAULT_STEP_RULES, type StepRules } from '@alyson/schema';
import { segmentSources, stepRules } from '@alyson/schema/tables';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

/** The rules of a workspace; the defaults are version 1. */
export interface RulesInForce {
  rules: StepRules;
  version: number;
}

const DEFAULTS: RulesInForce = { rules: DEFAULT_STEP_RULES, version: 1 };

export async function readRulesOf(
  db: Database,
  workspaceIds: readonly string[],
): Promise<(workspaceId: string) => RulesInForce> {
  const rows = await db
    .select()
    .from(stepRules)
    .where(inArray(stepRules.workspaceId, [...workspaceIds]));
  const byWorkspace = new Map(rows.map(({ workspaceId, rules, version }) => [workspaceId, { rules, version }]));
  return (workspaceId) => byWorkspace.get(workspaceId) ?? DEFAULTS;
}

/** @returns false where another version than `before` is in force by now */
export async function saveRules(tx: Tx, workspaceId: string, rules: StepRules, before: number): Promise<boolean> {
  const saved = await tx
    .insert(stepRules)
    .values({ workspaceId, rules, version: before + 1 })
    .onConflictDoUpdate({
      target: stepRules.workspaceId,
      set: { rules, version: before + 1 },
      setWhere: eq(stepRules.version, before),
    })
    .returning({ version: stepRules.version });
  return saved.length > 0;
}

/** What has come since then is to be read again. */
export async function askToReread(tx: Tx, workspaceId: string, after: Date): Promise<void> {
  await tx
    .update(segmentSources)
    .set({ rereadAfter: after, rereadAfterId: '' })
    .where(and(eq(segmentSources.workspaceId, workspaceId), isNull(segmentSources.removedAt)));
}

export interface Rereading {
  sourceId: string;
  after: Date;
  afterId: string;
}

/** A source of which calls are to be read again; it is this transaction's until its end. */
export async function takeRereading(tx: Tx): Promise<Rereading | null> {
  const [row] = await tx
    .select({ sourceId: segmentSources.id, after: segmentSources.rereadAfter, afterId: segmentSources.rereadAfterId })
    .from(segmentSources)
    .where(sql`${segmentSources.rereadAfter} is not null`)
    .limit(1)
    .for('update', { skipLocked: true });
  return row?.after ? { sourceId: row.sourceId, after: row.after, afterId: row.afterId ?? '' } : null;
}

/** @param to  the last call that was read again; null: it was the last there is */
export async function moveRereading(
  tx: Tx,
  sourceId: string,
  to: { receivedAt: Date; id: string } | null,
): Promise<void> {
  await tx
    .update(segmentSources)
    .set({ rereadAfter: to?.receivedAt ?? null, rereadAfterId: to?.id ?? null })
    .where(eq(segmentSources.id, sourceId));
}
