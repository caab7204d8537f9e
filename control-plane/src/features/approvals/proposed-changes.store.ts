import type { ProposedChangeState } from '@alyson/schema';
import { apiTokens, experiments, proposedChanges } from '@alyson/schema/tables';
import { and, desc, eq } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type ProposedChangeRow = typeof proposedChanges.$inferSelect;

export async function insertProposedChange(
  tx: Tx,
  row: typeof proposedChanges.$inferInsert,
): Promise<ProposedChangeRow> {
  const [inserted] = await tx.insert(proposedChanges).values(row).returning();
  if (!inserted) throw new Error('a proposed change was not stored');
  return inserted;
}

export interface ProposedChangeFilter {
  state?: ProposedChangeState | undefined;
  experimentId?: string | undefined;
}

/** With the experiment as it is now; newest first. */
export function pageOfProposedChanges(
  db: Database,
  workspaceId: string,
  { state, experimentId }: ProposedChangeFilter,
  after: PageKey | null,
  limit: number,
) {
  return db
    .select({ proposed: proposedChanges, name: experiments.name, version: experiments.version })
    .from(proposedChanges)
    .innerJoin(experiments, eq(experiments.id, proposedChanges.experimentId))
    .where(
      and(
        eq(proposedChanges.workspaceId, workspaceId),
        state && eq(proposedChanges.state, state),
        experimentId === undefined ? undefined : eq(proposedChanges.experimentId, experimentId),
        isAfter(proposedChanges.proposedAt, proposedChanges.id, after),
      ),
    )
    .orderBy(desc(proposedChanges.proposedAt), desc(proposedChanges.id))
    .limit(limit);
}

export async function findProposedChange(
  db: Database,
  workspaceId: string,
  id: string,
): Promise<ProposedChangeRow | null> {
  const [row] = await db
    .select()
    .from(proposedChanges)
    .where(and(eq(proposedChanges.workspaceId, workspaceId), eq(proposedChanges.id, id)));
  return row ?? null;
}

export type Decision = Pick<
  ProposedChangeRow,
  'state' | 'decidedByKind' | 'decidedById' | 'decidedByName' | 'decidedAt' | 'decisionNote'
>;

export async function decideProposedChange(tx: Tx, id: string, decision: Decision): Promise<ProposedChangeRow> {
  const [decided] = await tx.update(proposedChanges).set(decision).where(eq(proposedChanges.id, id)).returning();
  if (!decided) throw new Error(`proposed change ${id} is gone`);
  return decided;
}

/** The person whom a token is of in the end: one may have been made by another. Null where that is not known. */
export async function findTokenMaker(db: Database, tokenId: string): Promise<string | null> {
  const [token] = await db
    .select({ kind: apiTokens.createdByKind, by: apiTokens.createdById })
    .from(apiTokens)
    .where(eq(apiTokens.id, tokenId));
  const by = token?.by ?? null;
  return token?.kind === 'token' && by !== null ? findTokenMaker(db, by) : by;
}
