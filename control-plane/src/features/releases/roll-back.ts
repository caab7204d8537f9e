import { agentLetter, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { placeOwners } from '../../domain/compile-release.ts';
import { isCurrent, refuseAgents, refuseStep, weightsOf, withWeights } from '../../domain/experiment.ts';
import { type AgentRow, updateExperiment, updateWeights } from '../../experiment/experiments.store.ts';
import { publishRelease } from '../../experiment/publish-release.ts';
import { type ReleaseRow, readNewestRelease, readRelease } from '../../experiment/releases.store.ts';
import { type ShownExperiment, showExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';

export interface Rollback {
  experimentId: string;
  /** Of the release whose split comes back. */
  number: number;
  /** The version that was read before: a second press of the button finds another. */
  ifMatch: number;
  reason: string;
  hold: boolean;
}

/**
 * Publishes an old release's split under a new number, with its very table, so that everybody returns to the page they
 * had then (R6, C9). An agent that is off by now stays off; state, pages and fallback stay as they are.
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`
 */
export function rollBack(
  ctx: Context,
  { experimentId, number, ifMatch, reason, hold }: Rollback,
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const { experiment: before } = rows;
    const old = await readRelease(tx, experimentId, number);
    if (!old) throw new ProblemError('not_found', `This experiment has no release ${number}.`);
    requireVersion(before, ifMatch);
    refuseFor(refuseStep('roll_back', before.state));
    const newest = await readNewestRelease(tx, experimentId);
    refuseFor(newest?.number === number ? `Release ${number} is the one in force.` : null);
    refuseFor(refuseArchivedOwner(old, rows.agents));
    const agents = withWeights(rows.agents, old.weights);
    refuseFor(refuseAgents(agents));

    await updateWeights(tx, agents);
    const now = new Date(ctx.now());
    const held = hold ? { heldSince: before.heldSince ?? now, holdReason: reason } : {};
    const experiment = await updateExperiment(tx, experimentId, held, now);
    const rollbackOf = { number, table: placeOwners(old.document, agents.filter(isCurrent)) };
    const changed = { ...rows, experiment, agents };
    await publishRelease(tx, ctx, changed, { cause: 'rollback', reason, rollbackOf });
    await appendAudit(tx, ctx, {
      action: 'experiment.rolled_back',
      objectId: experimentId,
      objectName: before.name,
      reason,
      before: { releaseNumber: newest?.number, weights: weightsOf(rows.agents) },
      after: { rollbackOf: number, weights: weightsOf(agents), hold },
    });
    return showExperiment(ctx, tx, changed);
  });
}

/** A release that gives clicks to an agent that is archived by now cannot come back as it was. */
function refuseArchivedOwner({ number, document }: ReleaseRow, agents: readonly AgentRow[]): string | null {
  const owners = new Set(document.table.owners.map((owner) => document.agents[owner]?.id));
  const archived = agents.find(({ id, state }) => state === 'archived' && owners.has(id));
  if (!archived) return null;
  const letter = agentLetter(archived.number);
  return `Release ${number} gives clicks to agent ${letter}, which is archived. Bring it back first, or set a split.`;
}
