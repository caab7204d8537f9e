import type { ProposalState } from '@alyson/schema';
import { apiTokens, experiments, proposedChanges } from '@alyson/schema/tables';
import { and, desc, eq } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type ProposalRow = typeof proposedChanges.$inferSelect;

export async function insertProposal(tx: Tx, row: typeof proposedChanges.$inferInsert): Promise<ProposalRow> {
  const [inserted] = await tx.insert(proposedChanges).values(row).returning();
  if (!inserted) throw new Error('a proposal was not stored');
  return inserted;
}

export interface ProposalFilter {
  state?: ProposalState | undefined;
  experimentId?: string | undefined;
}

/** With the experiment as it is now; newest first. */
export function pageOfProposals(
  db: Database,
  workspaceId: string,
  { state, experimentId }: ProposalFilter,
  after: PageKey | null,
  limit: number,
) {
  return db
    .select({ proposal: proposedChanges, name: experiments.name, version: experiments.version })
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

export async function findProposal(db: Database, workspaceId: string, id: string): Promise<ProposalRow | null> {
  const [row] = await db
    .select()
    .from(proposedChanges)
    .where(and(eq(proposedChanges.workspaceId, workspaceId), eq(proposedChanges.id, id)));
  return row ?? null;
}

export type Decision = Pick<
  ProposalRow,
  'state' | 'decidedByKind' | 'decidedById' | 'decidedByName' | 'decidedAt' | 'decisionNote'
>;

export async function decideProposal(tx: Tx, id: string, decision: Decision): Promise<ProposalRow> {
  const [decided] = await tx.update(proposedChanges).set(decision).where(eq(proposedChanges.id, id)).returning();
  if (!decided) throw new Error(`proposal ${id} is gone`);
  return decided;
}

/** The person who made a token, where that is known. */
export async function findTokenMaker(db: Database, tokenId: string): Promise<string | null> {
  const [token] = await db.select({ by: apiTokens.createdById }).from(apiTokens).where(eq(apiTokens.id, tokenId));
  return token?.by ?? null;
}
