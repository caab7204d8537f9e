import { messageOf } from '@alyson/schema';
import type { Context, Env } from 'hono';
import { type Counters, countClick } from '../counters.ts';
import { Draw } from '../domain/click-id.ts';
import { describeClick } from '../domain/describe-click.ts';
import { keyedHash } from '../domain/keyed-hash.ts';
import { addressOf, type LinkTarget, readLinkTarget } from '../domain/link-target.ts';
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

export interface FollowLinkDeps<E extends Env> extends ClickDeps {
  readonly readInbound: (c: Context<E>) => Inbound;
  /** Makes sure that a link's bundle is in memory; null where it is, which is nearly always (R20). */
  readonly warmUp: (c: Context<E>, address: string | null) => Promise<void> | null;
  /** Keeps a click. A promise: the answer waits for it. Null: it is kept after the answer. */
  readonly record: (c: Context<E>, describe: () => string | null) => Promise<void> | null;
}

/** One click: request, facts, decision, redirect. Whatever happens, the person lands somewhere (R18). */
export function followLink<E extends Env>(deps: FollowLinkDeps<E>) {
  return (c: Context<E>): Response | Promise<Response> => {
    const inbound = deps.readInbound(c);
    if (!isFollowed(inbound.method)) return methodNotAllowed();
    const request = new ClickRequest(deps, inbound);
    const answer = () => {
      const click = answerClick(deps, request);
      const response = redirectTo(click.location, click);
      if (!isRecorded(deps, request, click)) return response;
      const kept = deps.record(c, () => recordOf(deps, request, click));
      return kept === null ? response : kept.then(() => response);
    };
    const cold = deps.warmUp(c, request.address);
    return cold === null ? answer() : cold.then(answer);
  };
}

/** R4: HEAD is answered as GET is. */
export const isFollowed = (method: string): boolean => method === 'GET' || method === 'HEAD';

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

/** R4: any other method. */
export const methodNotAllowed = (): Response => new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });

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
