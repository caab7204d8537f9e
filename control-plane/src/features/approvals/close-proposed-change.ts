import type { ProposedChangeState } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { ExperimentRow } from '../../experiment/experiments.store.ts';
import type { Tx } from '../../io/database.ts';
import { decideProposedChange, type ProposedChangeRow } from './proposed-changes.store.ts';

export interface Closing {
  proposed: ProposedChangeRow;
  experiment: ExperimentRow;
  state: Exclude<ProposedChangeState, 'open'>;
  note: string;
}

/** Writes down what became of a proposed change, who decided, and the note they left. */
export async function closeProposedChange(tx: Tx, ctx: Context, closing: Closing): Promise<ProposedChangeRow> {
  const { proposed, experiment, state, note } = closing;
  const closed = await decideProposedChange(tx, proposed.id, {
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
    before: { state: proposed.state },
    after: { state, proposedChangeId: proposed.id, action: proposed.action, proposedBy: proposed.proposedByName },
  });
  ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
  return closed;
}
