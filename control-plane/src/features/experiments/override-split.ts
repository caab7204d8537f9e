import { invalidField, type OverrideSplit } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { isPublished, refuseSplit, refuseStep, spreadOverAgents, weightsOf } from '../../domain/experiment.ts';
import { updateExperiment, updateWeights } from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';

export interface SplitOfPerson extends OverrideSplit {
  experimentId: string;
  ifMatch: number;
}

/**
 * Publishes a person's own split, and holds it if they wish.
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`, `validation_failed`
 */
export function overrideSplit(ctx: Context, input: SplitOfPerson): Promise<ShownExperiment> {
  const { reason } = input;
  return withExperiment(ctx, input.experimentId, async (tx, rows) => {
    const { experiment: before, agents } = rows;
    requireVersion(before, input.ifMatch);
    refuseFor(refuseStep('override', before.state));
    const misfit = refuseSplit(agents, input.weights);
    if (misfit) throw invalidField('#/weights', misfit);

    const changedAgents = spreadOverAgents(agents, input.weights);
    await updateWeights(tx, changedAgents);
    const now = new Date(ctx.now());
    const hold = input.hold ? { heldSince: before.heldSince ?? now, holdReason: reason } : {};
    const experiment = await updateExperiment(tx, before.id, hold, now);
    const changed = { ...rows, experiment, agents: changedAgents };
    if (isPublished(before.state)) await publishRelease(tx, ctx, changed, { cause: 'override', reason });
    await appendAudit(tx, ctx, {
      action: 'experiment.split_overridden',
      objectId: before.id,
      objectName: before.name,
      reason,
      before: { weights: weightsOf(agents) },
      after: { weights: weightsOf(changedAgents), hold: input.hold },
    });
    return showExperiment(ctx, tx, changed);
  });
}
