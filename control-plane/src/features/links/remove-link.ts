import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { refuseStep } from '../../domain/experiment.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';
import { deleteLink } from './links.store.ts';
import { publishLinks } from './publish-links.ts';

export interface LinkOfExperiment {
  experimentId: string;
  linkId: string;
  ifMatch: number;
}

/**
 * Removes a link. Whoever still follows it lands on the fallback, and another experiment can have its address.
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`
 */
export function removeLink(
  ctx: Context,
  { experimentId, linkId, ifMatch }: LinkOfExperiment,
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const before = rows.links.find(({ id }) => id === linkId);
    if (!before) throw new ProblemError('not_found');
    const { state } = rows.experiment;
    requireVersion(rows.experiment, ifMatch);
    refuseFor(refuseStep('remove_link', state));
    const isLast = rows.links.length === 1 && state !== 'completed';
    refuseFor(isLast ? 'It is the only link: without one no click can reach the experiment. Add another first.' : null);
    await deleteLink(tx, linkId);
    return publishLinks(tx, ctx, rows, { before, after: null });
  });
}
