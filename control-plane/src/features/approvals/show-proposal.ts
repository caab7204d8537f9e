import type { ProposedChange } from '@alyson/schema';
import type * as z from 'zod';
import type { ProposalRow } from './proposals.store.ts';

export type ShownProposal = z.input<typeof ProposedChange>;

/** @param experiment  as it is now */
export function showProposal(row: ProposalRow, experiment: { name: string; version: number }): ShownProposal {
  const { id, experimentId, action, reason, state, changes, basedOnVersion, decidedByKind, decidedAt } = row;
  return {
    id,
    experimentId,
    experimentName: experiment.name,
    action,
    reason,
    state,
    changes,
    basedOnVersion,
    experimentVersion: experiment.version,
    proposedBy: { kind: row.proposedByKind, id: row.proposedById, name: row.proposedByName },
    proposedAt: row.proposedAt.toISOString(),
    decidedBy: decidedByKind && { kind: decidedByKind, id: row.decidedById, name: row.decidedByName ?? '' },
    decidedAt: decidedAt?.toISOString() ?? null,
    decisionNote: row.decisionNote,
  };
}
