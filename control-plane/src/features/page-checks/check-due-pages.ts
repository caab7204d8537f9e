import { isDeepStrictEqual } from 'node:util';
import { MINUTE_MS } from '@alyson/schema';
import { announce, type Deps } from '../../context.ts';
import { judgePage, nextCheckAt } from '../../domain/page-health.ts';
import type { PageCheckRow } from '../../experiment/page-health.store.ts';
import { leaseFrom } from '../../io/database-lease.ts';
import { enrolPages, findExperimentsOn, forgetPage, leaseDuePages, saveCheck } from './page-checks.store.ts';
import { turnAgentsOfPage } from './turn-agents-of-page.ts';
import { visitPage } from './visit-page.ts';

/** Six hops of five seconds, and some. A process that dies leaves its pages to the others after this. */
const LEASE_MS = 2 * MINUTE_MS;
const AT_ONCE = 4;
const MOST_PER_STEP = 200;

/**
 * Looks at every page that is due (C8), a few at a time. Several processes share the pages: none is looked at twice at once.
 *
 * @throws AggregateError when single pages could not be dealt with; the others were all the same
 */
export async function checkDuePages(deps: Deps): Promise<void> {
  await enrolPages(deps.db, new Date(deps.now()));
  const failures: unknown[] = [];
  for (let checked = 0; checked < MOST_PER_STEP; ) {
    const pages = await leaseDuePages(deps.db, leaseFrom(deps.now(), LEASE_MS), AT_ONCE);
    if (pages.length === 0) break;
    checked += pages.length;
    const settled = await Promise.allSettled(pages.map((page) => checkPage(deps, page)));
    failures.push(...settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'pages that could not be checked');
}

async function checkPage(deps: Deps, before: PageCheckRow): Promise<void> {
  const experimentIds = await findExperimentsOn(deps.db, before);
  if (experimentIds.length === 0) return forgetPage(deps.db, before);
  const seen = await visitPage(deps, before);
  const now = deps.now();
  const { state, contradictions } = before;
  const judged = judgePage({ state, contradictions, stateSince: before.stateSince.getTime() }, seen.findings, now);
  const after: PageCheckRow = {
    ...before,
    ...seen,
    ...judged,
    stateSince: new Date(judged.stateSince),
    checkedAt: new Date(now),
    answeredAt: seen.status === null ? before.answeredAt : new Date(now),
    nextCheckAt: new Date(nextCheckAt(judged, now, (deps.randomBytes(1)[0] ?? 0) / 256)),
    leasedUntil: null,
  };
  await saveCheck(deps.db, after);
  await turnAgentsOfPage(deps, after);
  const isNews = state !== after.state || !isDeepStrictEqual(before.findings, after.findings);
  if (isNews) announce(deps, after.workspaceId, { topic: 'experiment', experimentIds, count: experimentIds.length });
}
