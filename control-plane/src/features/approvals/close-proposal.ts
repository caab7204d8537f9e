import type { ProposalState } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { ExperimentRow } from '../../experiment/experiments.store.ts';
import type { Tx } from '../../io/database.ts';
import { decideProposal, type ProposalRow } from './proposals.store.ts';

export interface Closing {
  proposal: ProposalRow;
  experiment: ExperimentRow;
  state: Exclude<ProposalState, 'open'>;
  note: string;
}

/** Writes down what became of a proposal, who decided, and the note they left. */
export async function closeProposal(tx: Tx, ctx: Context, closing: Closing): Promise<ProposalRow> {
  const { proposal, experiment, state, note } = closing;
  const closed = await decideProposal(tx, proposal.id, {
    state,
    decidedByKind: ctx.actor.kind,
    decidedById: ctx.actor.id,
    decidedByName: ctx.actor.name,
    decidedAt: new Date(ctx.now()),
    decisionNote: note || null,
  });
  await appendAudit(tx, ctx, {
    action: `change.${state}`,
    objectId: experiment.id,
    objectName: experiment.name,
    reason: note || null,
    before: { state: proposal.state },
    after: { state, proposalId: proposal.id, action: proposal.action, proposedBy: proposal.proposedByName },
  });
  ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
  return closed;
}
