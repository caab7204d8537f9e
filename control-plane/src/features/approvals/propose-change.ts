import { type FieldChange, invalidField, ProblemError, type ProposeChange } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { refuseStep } from '../../domain/experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';
import type { Operations } from './operations.ts';
import { insertProposedChange } from './proposed-changes.store.ts';
import { rehearse } from './rehearse.ts';
import { type ShownProposedChange, showProposedChange } from './show-proposed-change.ts';

export interface Proposed {
  experimentId: string;
  ifMatch: number;
  change: ProposeChange;
}

/**
 * Proposes a change of a live experiment to a second person. It is rehearsed at once: what would be refused is refused now.
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`, `validation_failed`, and what else
 *   the change itself would throw
 */
export function proposeChange(ctx: Context, operations: Operations, input: Proposed): Promise<ShownProposedChange> {
  const { action, reason, body } = input.change;
  const params = { ...input.change.params, experimentId: input.experimentId };
  return withExperiment(ctx, input.experimentId, async (tx, rows) => {
    const { experiment } = rows;
    requireVersion(experiment, input.ifMatch);
    refuseFor(refuseStep('propose', experiment.state));
    const request = { params, body, ifMatch: input.ifMatch };
    const changes = await rehearse(tx, ctx, rows, operations[action], request).catch(inBody);
    if (changes.length === 0) throw invalidField('#/body', 'changes nothing');
    const row = await insertProposedChange(tx, {
      id: ctx.newId('proposedChange'),
      workspaceId: ctx.workspaceId,
      experimentId: experiment.id,
      action,
      request: { params, body: body ?? null },
      reason,
      state: 'open',
      changes,
      basedOnVersion: experiment.version,
      proposedByKind: ctx.actor.kind,
      proposedById: ctx.actor.id,
      proposedByName: ctx.actor.name,
      proposedAt: new Date(ctx.now()),
    });
    await appendAudit(tx, ctx, {
      action: 'change.proposed',
      objectId: experiment.id,
      objectName: experiment.name,
      reason,
      before: sideOf(changes, 'before'),
      after: { ...sideOf(changes, 'after'), proposedChangeId: row.id, action },
    });
    ctx.publishChange({ topic: 'experiment', experimentIds: [experiment.id], count: 1 });
    return showProposedChange(row, experiment);
  });
}

/** One side of all that is altered, by its field. */
const sideOf = (changes: readonly FieldChange[], side: 'before' | 'after') =>
  Object.fromEntries(changes.flatMap((change) => (Object.hasOwn(change, side) ? [[change.field, change[side]]] : [])));

/** A fault of the change is one of the request's body. */
function inBody(error: unknown): never {
  if (!(error instanceof ProblemError)) throw error;
  const errors = error.errors.map(({ pointer, detail }) => ({ pointer: pointer.replace('#', '#/body'), detail }));
  throw new ProblemError(error.code, error.message, errors);
}
