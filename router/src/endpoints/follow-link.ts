import { LINK_SEGMENTS, messageOf, OWN_SEGMENTS } from '@alyson/schema';
import { type Counters, countClick } from '../counters.ts';
import { Draw } from '../domain/click-id.ts';
import { describeClick } from '../domain/describe-click.ts';
import { keyedHash } from '../domain/keyed-hash.ts';
import { addressOf, firstSegmentOf, type LinkTarget, readLinkTarget } from '../domain/link-target.ts';
import type { VisitorFacts } from '../domain/macros.ts';
import { type RoutedClick, type RouteRequest, type Routing, routeClick, routeFault } from '../domain/route-click.ts';
import type { Inbound } from '../io/inbound.ts';
import type { Log } from '../log.ts';
import type { ReleaseMemory } from '../release-memory.ts';
import { describeVisitor, IS_BOT, readVisitorFacts } from './read-visitor.ts';

/** What a click is answered with, on every host. */
export interface ClickDeps extends Omit<Routing, 'links'> {
  readonly releases: ReleaseMemory;
  readonly now: () => number;
  /** Two unsigned 32-bit integers. */
  readonly random: () => readonly [number, number];
  readonly counters: Counters;
  readonly log: Log;
}

/**
 * Whether a request is a click: a GET, or a HEAD, which is answered alike (R4), for what is none of the router's own
 * addresses. Asked before anything else, because the way through Hono takes longer than the click itself.
 *
 * @param target  path and query as they came
 */
export function isClick(method: string, target: string): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (target.startsWith('/aff_c?') || target.startsWith('/r/')) return true;
  const first = firstSegmentOf(target);
  return LINK_SEGMENTS.has(first) || !OWN_SEGMENTS.has(first);
}

/** What every redirect says, but for its place (R11). The length spares Node a chunked empty body. */
export const REDIRECT_HEADERS = {
  'cache-control': 'private, no-store',
  'x-robots-tag': 'noindex',
  'content-length': '0',
} as const;

/** The redirect of R11. */
export function redirectTo(location: string, click: Pick<RoutedClick, 'status' | 'cookies'> | null = null): Response {
  const response = new Response(null, { status: click?.status ?? 302, headers: { location, ...REDIRECT_HEADERS } });
  for (const cookie of click?.cookies ?? []) response.headers.append('set-cookie', cookie);
  return response;
}

/** A request as routing asks it. */
export class ClickRequest implements RouteRequest {
  readonly inbound: Inbound;
  readonly target: LinkTarget;
  readonly address: string | null;
  readonly draw: Draw;

  constructor({ releases, now, random }: ClickDeps, inbound: Inbound) {
    this.inbound = inbound;
    this.target = readLinkTarget(inbound.target);
    this.address = addressOf(this.target, releases.hostOf(inbound));
    this.draw = new Draw(now(), random());
  }

  host(): string | null {
    return this.inbound.header('host')?.toLowerCase() ?? null;
  }

  cookies(): string | null {
    return this.inbound.header('cookie');
  }

  visitor(): VisitorFacts {
    return readVisitorFacts(this.inbound);
  }
}

/** Decides a click. Never throws: a fault sends it to the deployment's fallback. */
export function answerClick(deps: ClickDeps, request: ClickRequest): RoutedClick {
  const { signing, fallbackUrl } = deps;
  try {
    return routeClick({ links: deps.releases.links(), signing, fallbackUrl }, request);
  } catch (fault) {
    deps.counters.faults += 1;
    deps.log('error', 'click fell back after a fault', { fault: messageOf(fault) });
    return routeFault({ links: null, signing, fallbackUrl }, request);
  }
}

/** Counts a click, and says whether it is kept: a HEAD request is not, nor one for no link at all (R4). */
export function isRecorded({ counters }: ClickDeps, { inbound }: ClickRequest, click: RoutedClick): boolean {
  if (click.isStray) counters.strays += 1;
  if (click.isStray || inbound.method === 'HEAD') return false;
  counters.answered += 1;
  return true;
}

/** The click as it is kept. A fault here costs the record, never the redirect: then null. */
export function recordOf(deps: ClickDeps, { inbound }: ClickRequest, click: RoutedClick): string | null {
  const { signing } = deps;
  try {
    const visitorPart = describeVisitor(inbound, (address) => keyedHash(signing, 'address', address));
    countClick(deps.counters, click.decision, visitorPart.includes(IS_BOT));
    return describeClick(click, { visitorPart, edge: inbound.edge, signing });
  } catch (fault) {
    deps.counters.lost += 1;
    deps.log('error', 'click could not be recorded', { fault: messageOf(fault) });
    return null;
  }
}

/** The last net under a click (R18): a fault that nothing else caught is counted, and the person still lands. */
export function noteFault({ counters, log }: ClickDeps, fault: unknown): void {
  counters.faults += 1;
  log('error', 'request met a fault', { fault: messageOf(fault) });
}
