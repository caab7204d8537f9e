import {
  addressOf,
  classifyDevice,
  Draw,
  hostNameOf,
  type RouteRequest,
  type Routing,
  readLinkTarget,
  stickyCookieName,
  VISITOR_COOKIE,
  type VisitorFacts,
  writeSticky,
} from '@alyson/router/domain';
import { type ExplainRequest, OWN_HOST, type Release, TOTAL_BASIS_POINTS } from '@alyson/schema';
import { hostOf } from '../../domain/own-hosts.ts';

/** What routing needs besides what the caller made up. */
export interface Circumstances {
  release: Release;
  /** Hosts with links of their own. */
  hosts: readonly string[];
  signing: Routing['signing'];
  /** The deployment's own address. */
  routerUrl: string;
  at: number;
  random: readonly [number, number];
}

/** A made-up request as the router would see it. */
export function madeUpRequest(request: ExplainRequest, circumstances: Circumstances): RouteRequest {
  const { hosts, routerUrl, at, random } = circumstances;
  const { host, rawTarget } = splitUrl(request.url, routerUrl);
  const target = readLinkTarget(rawTarget);
  const name = hostNameOf(host ?? '');
  return {
    target,
    address: addressOf(target, hosts.includes(name) ? name : OWN_HOST),
    draw: new Draw(at, random),
    host: () => host,
    cookies: () => cookiesOf(request, circumstances),
    visitor: () => visitorOf(request.visitor),
  };
}

/** What stands behind the host travels as it is: a URL parser would write some of it anew. */
function splitUrl(url: string, routerUrl: string): { host: string | null; rawTarget: string } {
  const [, origin, rest = ''] = /^(https?:\/\/[^/?#]+)?([^#]*)/i.exec(url) ?? [];
  return { host: hostOf(origin ?? routerUrl), rawTarget: rest.startsWith('/') ? rest : `/${rest}` };
}

/** The cookies of somebody who has been here, signed by this very explanation's key. */
function cookiesOf({ visitorId, keptAgentId }: ExplainRequest, { release, signing }: Circumstances): string | null {
  const cookies = visitorId === null ? [] : [`${VISITOR_COOKIE}=${visitorId}`];
  const agent = release.agents.find(({ id }) => id === keptAgentId);
  if (agent) {
    // With which probability they were given it is not known, and does not decide.
    const sticky = { agentNumber: agent.number, owner: TOTAL_BASIS_POINTS, survivors: TOTAL_BASIS_POINTS };
    const value = writeSticky(release.experimentId, sticky, signing);
    cookies.push(`${stickyCookieName(release.experimentNumber)}=${value}`);
  }
  return cookies.length === 0 ? null : cookies.join('; ');
}

function visitorOf(given: ExplainRequest['visitor']): VisitorFacts {
  const { userAgent, country, region, language } = given;
  const read = userAgent === null ? null : classifyDevice(userAgent);
  return {
    country,
    region,
    language,
    userAgent,
    city: null,
    address: null,
    deviceClass: given.deviceClass ?? read?.deviceClass ?? null,
    os: given.os ?? read?.os ?? null,
    browser: given.browser ?? read?.browser ?? null,
  };
}
