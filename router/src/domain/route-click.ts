import type { RedirectStatus, RuleDimension } from '@alyson/schema';
import { buildDestination } from './build-destination.ts';
import { type Draw, mintClickId, parseClickId, type SigningKey } from './click-id.ts';
import type { CompiledLink, CompiledRelease } from './compile-routing.ts';
import { type ClickFacts, type Decision, decide, fallBack, type Links, type Trace } from './decide.ts';
import { parseDeepLink } from './deep-link.ts';
import { deploymentFallback } from './deployment-fallback.ts';
import { type AnsweredClick, idPartOf } from './describe-click.ts';
import { hourOfWeek } from './hour-of-week.ts';
import { findJoinKey, type JoinKey } from './join-key.ts';
import type { LandingTemplate } from './landing-template.ts';
import { textOf } from './link-parameters.ts';
import { isLinkPath, type LinkTarget, withPreset } from './link-target.ts';
import type { MacroFacts, VisitorFacts } from './macros.ts';
import { pixelCookie } from './pixel-cookie.ts';
import { type CompiledRule, matchesRule, type OnCondition, type RuleFacts } from './rules.ts';
import {
  readCookie,
  readSticky,
  readVisitorId,
  type StickyAgent,
  stickyCookieName,
  VISITOR_COOKIE,
  writeSticky,
} from './sticky.ts';

/** A request as routing sees it. What costs to read is read only where a link asks for it. */
export interface RouteRequest {
  /** Where a bundle holds the link, from `addressOf`; null where the path is no link's. */
  readonly address: string | null;
  readonly target: LinkTarget;
  readonly draw: Draw;
  /** The Host header in lower case: a page on this very host would lead back here. */
  host(): string | null;
  /** The Cookie header. */
  cookies(): string | null;
  visitor(): VisitorFacts;
}

/** What every click of a deployment is routed with. */
export interface Routing {
  /** Null where not a single bundle is held. */
  readonly links: Links | null;
  readonly signing: SigningKey;
  /** The deployment's own fallback. It gets no parameters (R24). */
  readonly fallbackUrl: string;
}

/** A click with its answer. */
export interface RoutedClick extends AnsweredClick {
  readonly status: RedirectStatus;
  readonly location: string;
  /** Values of Set-Cookie headers; null for nearly every click. */
  readonly cookies: readonly string[] | null;
  /** A request for no link at all: redirected, and not recorded. */
  readonly isStray: boolean;
}

/**
 * From a request to its redirect, without side effects: the one way a click goes, whoever asks — the router, or the panel
 * that explains it.
 *
 * @param trace  hears of every step of the decision
 */
export function routeClick(routing: Routing, request: RouteRequest, trace?: Trace): RoutedClick {
  const target = expandShort(routing.links, request);
  const key = findJoinKey(target.parameters);
  const facts = new RequestFacts(request, target, key, routing.signing);
  return answer(routing, request, facts, key, guardLoop(decide(routing.links, facts, trace), request, target));
}

/** The same for a click whose routing failed: to the deployment's fallback (R18). */
export function routeFault(routing: Routing, request: RouteRequest): RoutedClick {
  const facts = new RequestFacts(request, request.target, null, routing.signing);
  return answer(routing, request, facts, null, fallBack('error', null));
}

/** A short link of TUNE's stands for parameters. */
function expandShort(links: Links | null, { address, target }: RouteRequest): LinkTarget {
  if (address === null || isLinkPath(target.path)) return target;
  const preset = links?.get(address)?.presetQuery;
  return preset ? withPreset(target, preset) : target;
}

function answer(
  routing: Routing,
  request: RouteRequest,
  facts: RequestFacts,
  found: JoinKey | null,
  decision: Decision,
): RoutedClick {
  const { draw } = request;
  const { target } = facts;
  const id = mintClickId(draw, idPartOf(decision), routing.signing);
  const key: JoinKey = found ?? { value: id, source: 'minted', others: [] };
  const template = pageOf(decision);
  const location = template
    ? goTo(template, request, target, key, id, decision)
    : deploymentFallback(routing.fallbackUrl, askedFor(request), request.host());
  return {
    id,
    draw,
    key,
    decision,
    target,
    visitorId: facts.askedVisitorId,
    status: decision.release?.redirectStatus ?? 302,
    location,
    cookies: cookiesOf(decision, facts, id, routing.signing),
    isStray: decision.link === null && (request.address === null || !isLinkPath(target.path)),
  };
}

const askedFor = ({ target: { path, rawQuery } }: RouteRequest): string =>
  rawQuery === '' ? path : `${path}?${rawQuery}`;

function goTo(
  template: LandingTemplate,
  request: RouteRequest,
  target: LinkTarget,
  key: JoinKey,
  id: string,
  decision: Decision,
): string {
  // Most pages have no macros: then nothing is asked of the click but its query.
  const facts = template.hasMacros ? new RequestMacros(request, target, key, id, decision) : null;
  return buildDestination(template, target, key, facts);
}

function pageOf(decision: Decision): LandingTemplate | null {
  switch (decision.kind) {
    case 'agent':
      return tunePageOf(decision.link, decision.release, decision.agent.number) ?? decision.agent.landing;
    case 'page':
      return decision.page;
    case 'fallback':
      return decision.fallback;
    default:
      return decision satisfies never;
  }
}

function tunePageOf(link: CompiledLink, release: CompiledRelease, agentNumber: number): LandingTemplate | null {
  if (link.tunePages.length === 0) return null;
  return link.tunePages[release.agents.findIndex(({ number }) => number === agentNumber)] ?? null;
}

/** A page on the host that was asked would ask it again, and so would TUNE with a click that came from here. */
function guardLoop(decision: Decision, request: RouteRequest, target: LinkTarget): Decision {
  const page = pageOf(decision);
  if (page === null) return decision;
  const host = request.host();
  if (page.host !== host && !hasBeenHere(decision, target)) return decision;
  const loop = fallBack('loop', decision.link);
  return loop.fallback?.host === host ? { ...loop, fallback: null } : loop;
}

function hasBeenHere(decision: Decision, target: LinkTarget): boolean {
  if (decision.kind !== 'agent' || decision.link.beforeTune === null) return false;
  const raw = target.find(decision.link.beforeTune.clickIdParameter);
  return raw !== null && parseClickId(raw)?.experimentNumber === decision.release.experimentNumber;
}

const YEAR_SECONDS = 365 * 86_400;

function cookiesOf(decision: Decision, facts: RequestFacts, id: string, signing: SigningKey): readonly string[] | null {
  const cookies: string[] = [];
  if (facts.isNewVisitor) cookies.push(cookie(VISITOR_COOKIE, facts.visitorId(), YEAR_SECONDS));
  if (decision.kind === 'agent' && decision.release.stickyDays > 0 && isFirst(decision.reason)) {
    const { experimentId, experimentNumber, stickyDays } = decision.release;
    const { agent, propensity } = decision;
    const sticky = { agentNumber: agent.number, owner: propensity?.owner ?? 0, survivors: propensity?.survivors ?? 0 };
    const value = writeSticky(experimentId, sticky, signing);
    cookies.push(cookie(stickyCookieName(experimentNumber), value, stickyDays * 86_400));
  }
  if (decision.kind !== 'fallback' && decision.link.pixelCookie)
    cookies.push(pixelCookie(offerOf(decision.link, facts.target), id, signing));
  return cookies.length === 0 ? null : cookies;
}

/** Of the link as it was called, else of TUNE behind it. */
const offerOf = ({ beforeTune }: CompiledLink, target: LinkTarget): string | null =>
  target.find('offer_id') ?? beforeTune?.offerId ?? null;

/** What a link or a rule forced upon a visitor is not theirs to keep. */
const isFirst = (reason: Decision['reason']): boolean => reason === 'split' || reason === 'rehashed';

const cookie = (name: string, value: string, seconds: number): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;

/** What a decision asks of a request. */
class RequestFacts implements ClickFacts, RuleFacts {
  readonly target: LinkTarget;
  readonly joinKey: string | null;
  readonly urlId: string | null;
  private readonly request: RouteRequest;
  private readonly signing: SigningKey;
  /** Null where nobody asked. */
  askedVisitorId: string | null = null;
  isNewVisitor = false;
  private texts: Map<string, string | null> | null = null;

  constructor(request: RouteRequest, target: LinkTarget, key: JoinKey | null, signing: SigningKey) {
    this.request = request;
    this.target = target;
    this.joinKey = key === null ? null : key.value;
    this.urlId = textOf(target.parameters.urlId);
    this.signing = signing;
  }

  get address(): string | null {
    return this.request.address;
  }

  get draw(): string {
    return this.request.draw.text;
  }

  matches(rule: CompiledRule, onCondition?: OnCondition): boolean {
    return matchesRule(rule, this, onCondition);
  }

  visitorId(): string {
    if (this.askedVisitorId !== null) return this.askedVisitorId;
    const known = readVisitorId(readCookie(this.request.cookies(), VISITOR_COOKIE));
    this.isNewVisitor = known === null;
    this.askedVisitorId = known ?? this.draw;
    return this.askedVisitorId;
  }

  stickyAgent({ experimentId, experimentNumber }: CompiledRelease): StickyAgent | null {
    const value = readCookie(this.request.cookies(), stickyCookieName(experimentNumber));
    return value === null ? null : readSticky(experimentId, value, this.signing);
  }

  deepLink({ deepLinkHosts }: CompiledLink): LandingTemplate | 'refused' | null {
    const raw = this.target.parameters.url;
    return raw === null || raw === '' ? null : (parseDeepLink(raw, deepLinkHosts) ?? 'refused');
  }

  valueOf(dimension: RuleDimension): string | null {
    const { parameters } = this.target;
    switch (dimension) {
      case 'affiliate':
        return this.textOf(parameters.affiliateId);
      case 'source':
        return this.textOf(parameters.source);
      case 'sub1':
      case 'sub2':
      case 'sub3':
      case 'sub4':
      case 'sub5':
        return this.textOf(parameters.subs[Number(dimension.slice(3)) - 1] ?? null);
      case 'device':
        return this.request.visitor().deviceClass;
      default:
        return this.request.visitor()[dimension];
    }
  }

  parameter(name: string): string | null {
    return this.textOf(this.target.find(name));
  }

  hourOfWeek(timezone: string): number {
    return hourOfWeek(this.request.draw.at, timezone);
  }

  /** A hundred rules may ask for one value, and a visitor may send one that takes long to decode. */
  private textOf(raw: string | null): string | null {
    if (raw === null) return null;
    this.texts ??= new Map();
    const known = this.texts.get(raw);
    if (known !== undefined) return known;
    const text = textOf(raw);
    this.texts.set(raw, text);
    return text;
  }
}

/** What a page's macros ask of a click. */
class RequestMacros implements MacroFacts {
  readonly target: LinkTarget;
  readonly key: JoinKey;
  readonly clickId: string;
  private readonly request: RouteRequest;
  private readonly decision: Decision;

  constructor(request: RouteRequest, target: LinkTarget, key: JoinKey, clickId: string, decision: Decision) {
    this.request = request;
    this.target = target;
    this.key = key;
    this.clickId = clickId;
    this.decision = decision;
  }

  get experimentId(): string {
    return this.decision.release?.experimentId ?? '';
  }

  get agentId(): string {
    return this.decision.kind === 'agent' ? this.decision.agent.id : '';
  }

  get at(): number {
    return this.request.draw.at;
  }

  visitor(): VisitorFacts {
    return this.request.visitor();
  }
}
