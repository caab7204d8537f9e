import { DAY_MS, HOUR_MS } from '@alyson/schema';
import type { Deps } from '../../context.ts';
import { findTroubled } from './attention.store.ts';
import { type Finding, keepItems } from './keep-items.ts';

/** What fails for less is tried again, and nobody needs to know. */
const FAILING_FOR_MS = HOUR_MS;
const GIVEN_UP_FOR_MS = 7 * DAY_MS;

const KINDS = ['postback_failing', 'postback_stopped', 'subscription_failing', 'subscription_stopped'] as const;

/** Finds postbacks and subscriptions that were stopped, fail, or gave something up. */
export async function watchDestinations(deps: Deps): Promise<void> {
  const now = deps.now();
  const troubled = await findTroubled(deps.db, new Date(now - FAILING_FOR_MS), new Date(now - GIVEN_UP_FOR_MS));
  const findings = troubled.map(({ destination, gaveUp }): Finding => {
    const { id: subjectId, workspaceId, name, state, stateSince, stateDetail, failingSince, lastFault } = destination;
    const { kind } = destination;
    const what = kind === 'postback' ? 'postback' : 'webhook';
    if (state === 'stopped')
      return {
        workspaceId,
        kind: `${kind}_stopped`,
        subjectId,
        summary: `The ${what} “${name}” is stopped`,
        evidence: `${stateDetail ?? ''} Nothing is sent to it until somebody turns it on again.`.trim(),
        since: stateSince,
      };
    const lost = gaveUp ? 'Some of it was given up, and waits to be sent again by hand.' : '';
    return {
      workspaceId,
      kind: `${kind}_failing`,
      subjectId,
      summary: `The ${what} “${name}” does not arrive`,
      evidence: `${lastFault ?? ''} ${lost}`.trim(),
      since: failingSince ?? new Date(now),
    };
  });
  await keepItems(deps, { kinds: KINDS }, findings);
}
