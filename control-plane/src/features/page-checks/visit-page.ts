import { readAllowedHosts } from '../../addresses/landing-hosts.store.ts';
import type { Deps } from '../../context.ts';
import { findPageFaults, visitUrlOf } from '../../domain/page-visit.ts';
import type { PageCheckRow } from '../../experiment/page-health.store.ts';

const MOST_REDIRECTS = 5;
const HEADERS = {
  accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
  'user-agent': 'AlysonRouter-PageCheck/1.0 (bot; looks whether this landing page answers)',
};

type Seen = Pick<PageCheckRow, 'findings' | 'status' | 'tookMs' | 'redirects' | 'finalUrl'>;

/** Visits a page as somebody would who was sent there, with a key that must survive its redirects. */
export async function visitPage(deps: Deps, { url, workspaceId }: PageCheckRow): Promise<Seen> {
  // Like a click id: what lowers its case or decodes it is seen.
  const key = `aCheck${Buffer.from(deps.randomBytes(12)).toString('hex').toUpperCase()}`;
  const visitUrl = visitUrlOf(url, key, deps.now());
  if (visitUrl === null) throw new Error(`a page was saved that is no template: ${url}`);
  const answer = await deps.guardedFetch({ url: visitUrl, headers: HEADERS, mostRedirects: MOST_REDIRECTS });
  const redirects = answer.ok ? answer.hops.length - 1 : answer.hops.length;
  const tookMs = answer.hops.reduce((sum, hop) => sum + hop.tookMs, 0);
  const status = answer.ok ? answer.status : (answer.hops.at(-1)?.status ?? null);
  const visit = { key, url: answer.url, status, failure: answer.ok ? null : answer, redirects, tookMs };
  const findings = findPageFaults(visit, visitUrl, await readAllowedHosts(deps.db, workspaceId));
  return { findings, status, tookMs, redirects, finalUrl: redirects > 0 ? withoutQuery(answer.url) : null };
}

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '').slice(0, 2000);
