import type { ProposedChange } from '@alyson/schema';
import type * as z from 'zod';
import type { ProposedChangeRow } from './proposed-changes.store.ts';

export type ShownProposedChange = z.input<typeof ProposedChange>;

/** @param experiment  as it is now */
export function showProposedChange(
  row: ProposedChangeRow,
  experiment: { name: string; version: number },
): ShownProposedChange {
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
