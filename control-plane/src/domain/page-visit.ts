import { buildDestination, parseLandingUrl, readLinkTarget } from '@alyson/router/domain';
import { type Instant, isHostListed, PAGE_FINDINGS, type PageFinding, type PageFindingKind } from '@alyson/schema';

/** A visitor made up to look at a page: what is not known of them is not known of many. */
const NOBODY = {
  country: null,
  region: null,
  city: null,
  address: null,
  userAgent: null,
  deviceClass: null,
  os: null,
  browser: null,
  language: null,
};

/** The address that a visitor with this key would be sent to. @returns null where the page is no template */
export function visitUrlOf(landingUrl: string, key: string, at: Instant): string | null {
  const { template } = parseLandingUrl(landingUrl, { allowHttpLocalhost: true });
  if (!template) return null;
  const target = readLinkTarget(`/r/check?utm_content=${key}`);
  const joinKey = { value: key, source: 'inbound', others: [] } as const;
  const ids = { clickId: key, experimentId: 'check', agentId: 'check' };
  return buildDestination(template, target, joinKey, { target, key: joinKey, ...ids, at, visitor: () => NOBODY });
}

/** What came of a visit: the last answer, or why there was none. */
export interface Visit {
  /** The key that the visit carried. */
  key: string;
  /** Where it ended. */
  url: string;
  status: number | null;
  failure: { reason: string; detail: string } | null;
  redirects: number;
  tookMs: number;
}

const SLOW_MS = 3_000;

/** What a visit tells of its page, gravest first. @param allowedHosts  of the workspace; none: any */
export function findPageFaults(visit: Visit, startUrl: string, allowedHosts: readonly string[]): PageFinding[] {
  const { failure, redirects, status, tookMs } = visit;
  const found: PageFinding[] = [];
  const add = (kind: PageFindingKind, detail: string) => void found.push({ kind, detail });
  const where = redirects > 0 ? `After ${redirects === 1 ? 'a redirect' : `${redirects} redirects`} it` : 'It';
  if (failure) add(kindOfFailure(failure.reason), `${where} ${failure.detail}.`);
  else if (status !== null) judgeStatus(status, where, add);
  if (redirects > 0) judgeRedirect(visit, startUrl, allowedHosts, add);
  if (!failure && tookMs > SLOW_MS) add('slow', `It took ${(tookMs / 1000).toFixed(1)} s to answer.`);
  const order = ['failing', 'attention', 'note'];
  return found.sort((a, b) => order.indexOf(PAGE_FINDINGS[a.kind]) - order.indexOf(PAGE_FINDINGS[b.kind]));
}

type Add = (kind: PageFindingKind, detail: string) => void;

function kindOfFailure(reason: string): PageFindingKind {
  switch (reason) {
    case 'tls':
    case 'not_public':
    case 'too_many_redirects':
      return reason;
    case 'not_allowed':
      return 'not_followed';
    default:
      return 'unreachable';
  }
}

function judgeStatus(status: number, where: string, add: Add): void {
  if (status === 401 || status === 403 || status === 429)
    add('checker_refused', `${where} answered ${status}: it may let people in and not this check.`);
  else if (status >= 300) add('bad_status', `${where} answered ${status}.`);
}

function judgeRedirect({ url, key, redirects }: Visit, startUrl: string, hosts: readonly string[], add: Add): void {
  const [from, to] = [new URL(startUrl), new URL(url)];
  const isElsewhere = to.hostname !== from.hostname;
  if (isElsewhere && hosts.length > 0 && !isHostListed(hosts, to.hostname))
    add('other_host', `It redirects to ${to.hostname}, which this workspace does not allow.`);
  else add('redirected', `It redirects${redirects > 1 ? ` ${redirects} times` : ''}, and ends on ${to.hostname}.`);
  // Byte for byte, as the key's readers compare it. Under another name it is still there.
  if (url.includes(key)) return;
  if (to.searchParams.has('utm_content'))
    add('key_altered', 'Its redirect alters utm_content: revenue of these visits cannot be attributed.');
  else add('key_lost', 'Its redirect loses utm_content: revenue of these visits cannot be attributed.');
}
