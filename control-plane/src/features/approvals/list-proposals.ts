import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findProposal, type ProposalFilter, pageOfProposals } from './proposals.store.ts';
import { type ShownProposal, showProposal } from './show-proposal.ts';

export interface ProposalsQuery extends ProposalFilter {
  cursor?: string | undefined;
  limit: number;
}

type Row = Awaited<ReturnType<typeof pageOfProposals>>[number];

/** Proposed changes, newest first. @throws ProblemError `validation_failed` */
export async function listProposals(ctx: Context, { cursor, limit, ...filter }: ProposalsQuery) {
  const rows = await pageOfProposals(ctx.db, ctx.workspaceId, filter, readCursor(cursor), limit + 1);
  const keyOf = ({ proposal }: Row) => ({ at: proposal.proposedAt.getTime(), id: proposal.id });
  return toPage(rows, limit, keyOf, ({ proposal, ...experiment }) => showProposal(proposal, experiment));
}

/** @throws ProblemError `not_found` */
export async function getProposal(ctx: Context, proposalId: string): Promise<ShownProposal> {
  const proposal = await findProposal(ctx.db, ctx.workspaceId, proposalId);
  const rows = proposal && (await readExperiment(ctx.db, ctx.workspaceId, proposal.experimentId));
  if (!proposal || !rows) throw new ProblemError('not_found');
  return showProposal(proposal, rows.experiment);
}
