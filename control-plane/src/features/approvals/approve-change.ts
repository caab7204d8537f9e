import { isDeepStrictEqual } from 'node:util';
import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { ExperimentRows } from '../../experiment/experiments.store.ts';
import type { Tx } from '../../io/database.ts';
import { closeProposal } from './close-proposal.ts';
import type { Operations } from './operations.ts';
import { findTokenMaker, type ProposalRow } from './proposals.store.ts';
import { rehearse } from './rehearse.ts';
import { type ShownProposal, showProposal } from './show-proposal.ts';
import { withOpenProposal } from './with-open-proposal.ts';

export interface Decided {
  proposalId: string;
  note: string;
}

/**
 * Approves what another person proposed. It is made at once, and exactly as it was shown: where any field it alters has
 * moved on since, it is stale and nothing is made. The optimizer's moves of a split make no proposal of rules stale.
 *
 * @throws ProblemError `not_found`, `own_proposal`, `proposal_closed`, `proposal_stale`
 */
export async function approveChange(
  ctx: Context,
  operations: Operations,
  { proposalId, note }: Decided,
): Promise<ShownProposal> {
  const outcome = await withOpenProposal(ctx, proposalId, async (tx, rows, proposal) => {
    await refuseOwn(tx, ctx, proposal);
    const { experiment } = rows;
    const stale = await findStale(tx, ctx, operations, { rows, proposal });
    if (stale) {
      await closeProposal(tx, ctx, { proposal, experiment, state: 'stale', note: stale });
      return { stale };
    }
    const closed = await closeProposal(tx, ctx, { proposal, experiment, state: 'approved', note });
    return { shown: showProposal(closed, await make(tx, ctx, operations, { rows, proposal })) };
  });
  // That it went stale is kept: the refusal comes after the commit.
  if ('stale' in outcome) throw new ProblemError('proposal_stale', outcome.stale);
  return outcome.shown;
}

interface Case {
  rows: ExperimentRows;
  proposal: ProposalRow;
}

/** Two people: a program's proposal is its maker's, and no program approves. */
async function refuseOwn(tx: Tx, { actor }: Context, { proposedByKind, proposedById }: ProposalRow): Promise<void> {
  if (actor.kind !== 'user')
    throw new ProblemError('own_proposal', 'Only a person who is signed in can approve, never a token.');
  const maker = proposedByKind === 'token' && proposedById ? await findTokenMaker(tx, proposedById) : proposedById;
  if (maker === actor.id)
    throw new ProblemError('own_proposal', 'You proposed it: another person must approve it. You can withdraw it.');
}

/** Why the change would not be the one that was shown; null where it would. */
async function findStale(
  tx: Tx,
  ctx: Context,
  operations: Operations,
  { rows, proposal }: Case,
): Promise<string | null> {
  const request = { ...proposal.request, ifMatch: rows.experiment.version };
  try {
    const changes = await rehearse(tx, ctx, rows, operations[proposal.action], request);
    return isDeepStrictEqual(changes, proposal.changes)
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
  { rows, proposal }: Case,
): Promise<{ name: string; version: number }> {
  const { action, request, reason, proposedByName } = proposal;
  const approved: Context = { ...ctx, db: tx, approval: { proposedBy: proposedByName, reason } };
  return operations[action](approved, { ...request, ifMatch: rows.experiment.version });
}
