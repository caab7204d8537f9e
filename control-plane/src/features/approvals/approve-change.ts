import { isDeepStrictEqual } from 'node:util';
import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { ExperimentRows } from '../../experiment/experiments.store.ts';
import type { Tx } from '../../io/database.ts';
import { closeProposedChange } from './close-proposed-change.ts';
import type { Operations } from './operations.ts';
import { findTokenMaker, type ProposedChangeRow } from './proposed-changes.store.ts';
import { rehearse } from './rehearse.ts';
import { type ShownProposedChange, showProposedChange } from './show-proposed-change.ts';
import { withOpenProposedChange } from './with-open-proposed-change.ts';

export interface Decided {
  proposedChangeId: string;
  note: string;
}

/**
 * Approves what another person proposed. It is made at once, and exactly as it was shown: where any field it alters has
 * moved on since, it is stale and nothing is made. The optimizer's moves of a split make no proposed change of rules stale.
 *
 * @throws ProblemError `not_found`, `own_proposed_change`, `proposed_change_closed`, `proposed_change_stale`
 */
export async function approveChange(
  ctx: Context,
  operations: Operations,
  { proposedChangeId, note }: Decided,
): Promise<ShownProposedChange> {
  const outcome = await withOpenProposedChange(ctx, proposedChangeId, async (tx, rows, proposed) => {
    await refuseOwn(tx, ctx, proposed);
    const { experiment } = rows;
    const stale = await findStale(tx, ctx, operations, { rows, proposed });
    if (stale) {
      await closeProposedChange(tx, ctx, { proposed, experiment, state: 'stale', note: stale });
      return { stale };
    }
    const closed = await closeProposedChange(tx, ctx, { proposed, experiment, state: 'approved', note });
    return { shown: showProposedChange(closed, await make(tx, ctx, operations, { rows, proposed })) };
  });
  // That it went stale is kept: the refusal comes after the commit.
  if ('stale' in outcome) throw new ProblemError('proposed_change_stale', outcome.stale);
  return outcome.shown;
}

interface Case {
  rows: ExperimentRows;
  proposed: ProposedChangeRow;
}

/** Two people: what a program proposes is its maker's, and no program approves. */
async function refuseOwn(
  tx: Tx,
  { actor }: Context,
  { proposedByKind, proposedById }: ProposedChangeRow,
): Promise<void> {
  if (actor.kind !== 'user')
    throw new ProblemError('own_proposed_change', 'Only a person who is signed in can approve, never a token.');
  const maker = proposedByKind === 'token' && proposedById ? await findTokenMaker(tx, proposedById) : proposedById;
  if (maker === actor.id)
    throw new ProblemError(
      'own_proposed_change',
      'You proposed it: another person must approve it. You can withdraw it.',
    );
}

/** Why the change would not be the one that was shown; null where it would. */
async function findStale(
  tx: Tx,
  ctx: Context,
  operations: Operations,
  { rows, proposed }: Case,
): Promise<string | null> {
  const request = { ...proposed.request, ifMatch: rows.experiment.version };
  try {
    const changes = await rehearse(tx, ctx, rows, operations[proposed.action], request);
    return isDeepStrictEqual(changes, proposed.changes)
      ? null
      : 'The experiment has moved on since: the change would not be the one that is shown. Propose it again.';
  } catch (error) {
    if (error instanceof ProblemError) return `It can no longer be made: ${error.message}`;
    throw error;
  }
}

/** @returns the experiment as it is after the change */
async function make(
  tx: Tx,
  ctx: Context,
  operations: Operations,
  { rows, proposed }: Case,
): Promise<{ name: string; version: number }> {
  const { action, request, reason, proposedByName } = proposed;
  const approved: Context = { ...ctx, db: tx, approval: { proposedBy: proposedByName, reason } };
  return operations[action](approved, { ...request, ifMatch: rows.experiment.version });
}
