import { invalidField, MOST_LINKS, type NewLink } from '@alyson/schema';
import { planLinks } from '../../addresses/plan-links.ts';
import type { Context } from '../../context.ts';
import { refuseTunePages } from '../../domain/check-links.ts';
import { isCurrent, refuseStep } from '../../domain/experiment.ts';
import type { ShownExperiment } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { refuseFor } from '../../refusals.ts';
import { insertLinks } from './links.store.ts';
import { publishLinks } from './publish-links.ts';

/**
 * Leads another address to an experiment; where that runs, from its next release on.
 *
 * @throws ProblemError `not_found`, `validation_failed`, `address_taken`, `transition_refused`
 */
export function addLink(ctx: Context, experimentId: string, link: NewLink): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    refuseFor(refuseStep('change_links', rows.experiment.state));
    refuseFor(rows.links.length >= MOST_LINKS ? `An experiment has ${MOST_LINKS} links at most.` : null);
    const [row] = await planLinks(tx, ctx, experimentId, [link], () => '#');
    if (!row) throw new Error('a link was not planned');
    const refusal = refuseTunePages(rows.agents.filter(isCurrent), [link]);
    if (refusal) throw invalidField('#/beforeTune', refusal);
    await insertLinks(tx, [row]);
    return publishLinks(tx, ctx, rows, { before: null, after: row });
  });
}
