import { isDeepStrictEqual } from 'node:util';
import { type ChangeLink, invalidField, NewLink, ProblemError } from '@alyson/schema';
import { readAllowedHosts } from '../../addresses/landing-hosts.store.ts';
import { readOwnHosts } from '../../addresses/own-hosts.ts';
import type { Context } from '../../context.ts';
import { checkFollowed, refuseTunePages } from '../../domain/check-links.ts';
import { isCurrent, refuseStep } from '../../domain/experiment.ts';
import { checkLinkHosts } from '../../domain/landing-hosts.ts';
import { type ShownExperiment, showExperiment, showLink } from '../../experiment/show-experiment.ts';
import { withExperiment } from '../../experiment/with-experiment.ts';
import { invalidFields, validate } from '../../http/validate.ts';
import { refuseFor, requireVersion } from '../../refusals.ts';
import { updateLink } from './links.store.ts';
import { type LinkCause, publishLinks } from './publish-links.ts';

export interface ChangeOfLink {
  experimentId: string;
  linkId: string;
  ifMatch: number;
  change: ChangeLink;
  cause?: LinkCause;
}

/**
 * Changes how a link is followed. Its address stays as affiliates have it.
 *
 * @throws ProblemError `not_found`, `stale_version`, `transition_refused`, `validation_failed`
 */
export function changeLink(
  ctx: Context,
  { experimentId, linkId, ifMatch, change, cause = 'edited' }: ChangeOfLink,
): Promise<ShownExperiment> {
  return withExperiment(ctx, experimentId, async (tx, rows) => {
    const before = rows.links.find(({ id }) => id === linkId);
    if (!before) throw new ProblemError('not_found');
    requireVersion(rows.experiment, ifMatch);
    refuseFor(refuseStep('change_links', rows.experiment.state));
    const whole = validate(NewLink, { ...showLink(before), ...change });
    const after = { ...before, ...whole };
    if (isDeepStrictEqual(before, after)) return showExperiment(ctx, tx, rows);
    const faults = [
      ...checkFollowed(whole, await readOwnHosts(tx, ctx.config), '#'),
      // The way out to TUNE is open whatever was allowed since: the import was held to the list of its day.
      ...(cause === 'handed_back' ? [] : checkLinkHosts(change, await readAllowedHosts(tx, ctx.workspaceId), '#')),
    ];
    if (faults.length > 0) throw invalidFields(faults);
    const refusal = refuseTunePages(rows.agents.filter(isCurrent), [whole]);
    if (refusal) throw invalidField('#/beforeTune', refusal);

    await updateLink(tx, linkId, change);
    return publishLinks(tx, ctx, rows, { before, after, cause });
  });
}
