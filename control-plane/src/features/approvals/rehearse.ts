import type { FieldChange } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { ExperimentRows } from '../../experiment/experiments.store.ts';
import type { LaterRequest, Operation } from '../../experiment/operation.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import type { Tx } from '../../io/database.ts';
import { compareExperiments } from './compare-experiments.ts';

/** Carries the outcome out of a transaction that is to leave nothing behind. */
class Rehearsed extends Error {
  readonly after: ShownExperiment;

  constructor(after: ShownExperiment) {
    super('rehearsed');
    this.after = after;
  }
}

/**
 * Makes a change, sees what it alters, and takes it back: the very use case says what would be refused, and what would
 * come of it.
 *
 * @param tx  in which the experiment is locked
 * @throws whatever the change itself throws
 */
export async function rehearse(
  tx: Tx,
  ctx: Context,
  rows: ExperimentRows,
  operation: Operation,
  request: LaterRequest,
): Promise<FieldChange[]> {
  const before = await showExperiment(ctx, tx, rows);
  const approval = { proposedBy: ctx.actor.name, reason: '' };
  try {
    await tx.transaction(async (inner) => {
      const silent: Context = { ...ctx, db: inner, approval, publishChange: () => undefined };
      throw new Rehearsed(await operation(silent, request));
    });
  } catch (error) {
    // As they come back from the database, where nothing is undefined.
    if (error instanceof Rehearsed) return JSON.parse(JSON.stringify(compareExperiments(before, error.after)));
    throw error;
  }
  return [];
}
