import {
  type ClickFacts,
  compileRouting,
  decide,
  type Links,
  type Routing,
  routeClick,
  signingKeyOf,
  sipKeyOf,
} from '@alyson/router/domain';
import { aBundle, anAgent, aRelease } from '../../router/test/sample-bundle.ts';
import { TargetRequest } from '../target-request.ts';
import { byUnit, type Contestant, flat, SPLIT } from './split.ts';

const ADDRESS = '*/aff_c/1048';

function compileSplit(): Links {
  const ends: number[] = [];
  for (const { weight } of SPLIT) ends.push((ends.at(-1) ?? 0) + weight);
  const agents = SPLIT.map(({ agent }, i) =>
    anAgent(i + 1, { id: agent, landingUrl: `https://lp.example.com/${agent}?v=1` }),
  );
  const release = aRelease({ agents, table: { ends, owners: SPLIT.map((_, i) => i) } });
  const { compiled } = compileRouting(aBundle({ links: { [ADDRESS]: 'exp_a' }, releases: [release] }), null);
  return compiled.links;
}

/** The decision alone: who gets the click of this unit. */
export function prepareDecision(units: readonly string[]): Contestant {
  const links = compileSplit();
  return byUnit(units, (unit) => {
    const decision = decide(links, new UnitFacts(unit));
    return decision.kind === 'agent' ? decision.agent.id : '';
  });
}

/** A click of which nothing is known but its unit, as the others are given no more. */
class UnitFacts implements ClickFacts {
  readonly address = ADDRESS;
  readonly urlId = null;
  readonly joinKey: string;

  constructor(unit: string) {
    this.joinKey = unit;
  }

  get draw(): string {
    return this.joinKey;
  }

  matches(): boolean {
    return false;
  }

  visitorId(): string {
    return this.joinKey;
  }

  stickyAgent(): null {
    return null;
  }

  deepLink(): null {
    return null;
  }
}

/** From a request that is read to its Location: the click decided and given its id, the page's address built. */
export function prepareRoute(units: readonly string[]): Contestant {
  const routing = makeRouting();
  // As many as stay at hand: a request has just been read when it is routed.
  const requests = units.slice(0, 1_024).map((unit, i) => new TargetRequest(targetOf(unit, i)));
  return {
    clicks: requests.length,
    choose(click) {
      const request = requests[click];
      if (!request) throw new RangeError('there is no such click');
      return routeClick(routing, request).location;
    },
  };
}

/** The same from the bytes of the request line on: its query read, and the link's address. */
export function prepareReadAndRoute(units: readonly string[]): Contestant {
  const routing = makeRouting();
  return byUnit(units.map(targetOf), (target) => routeClick(routing, new TargetRequest(target)).location);
}

function makeRouting(): Routing {
  const signing = signingKeyOf(new Map([[0, sipKeyOf(new Uint8Array(16).fill(1))]]));
  return { links: compileSplit(), signing, fallbackUrl: 'https://fallback.example.com/' };
}

/** As an affiliate's link is. */
const targetOf = (unit: string, i: number): string =>
  flat(
    `/aff_c?offer_id=1048&aff_id=${1000 + (i % 30)}&source=fb&aff_sub=summer&aff_sub2=ad-${i % 7}` +
      `&utm_source=partner&utm_content=${unit}&first_name=Jo+Ann&zip=94107`,
  );
