import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findProposedChange, type ProposedChangeFilter, pageOfProposedChanges } from './proposed-changes.store.ts';
import { type ShownProposedChange, showProposedChange } from './show-proposed-change.ts';

export interface ProposedChangesQuery extends ProposedChangeFilter {
  cursor?: string | undefined;
  limit: number;
}

type Row = Awaited<ReturnType<typeof pageOfProposedChanges>>[number];

/** Proposed changes, newest first. @throws ProblemError `validation_failed` */
export async function listProposedChanges(ctx: Context, { cursor, limit, ...filter }: ProposedChangesQuery) {
  const rows = await pageOfProposedChanges(ctx.db, ctx.workspaceId, filter, readCursor(cursor), limit + 1);
  const keyOf = ({ proposed }: Row) => ({ at: proposed.proposedAt.getTime(), id: proposed.id });
  return toPage(rows, limit, keyOf, ({ proposed, ...experiment }) => showProposedChange(proposed, experiment));
}

/** @throws ProblemError `not_found` */
export async function getProposedChange(ctx: Context, proposedChangeId: string): Promise<ShownProposedChange> {
  const proposed = await findProposedChange(ctx.db, ctx.workspaceId, proposedChangeId);
  const rows = proposed && (await readExperiment(ctx.db, ctx.workspaceId, proposed.experimentId));
  if (!proposed || !rows) throw new ProblemError('not_found');
  return showProposedChange(proposed, rows.experiment);
}
