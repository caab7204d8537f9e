import {
  type BeforeTune,
  MOST_LINKS,
  type NewLink,
  type TuneDecision,
  type TuneFinding,
  type TunePlannedLink,
  type TuneStance,
} from '@alyson/schema';
import { addressOfLink } from '../check-links.ts';
import type { TuneSource } from './collect-pages.ts';
import { isAccepted } from './find-findings.ts';
import { sourceKey, type TuneNetwork } from './tune-network.ts';

/** What a person decided about one source; of one that nobody decided about, the defaults. */
export type Decided = Omit<TuneDecision, 'kind' | 'id'>;

export interface LinkScope {
  readonly network: TuneNetwork;
  readonly stance: TuneStance;
  readonly decision: Decided;
  /** Addresses that lead somewhere already, see `addressOfLink`. */
  readonly taken: ReadonlySet<string>;
}

/** The links by which a draft is reached, where TUNE follows on them, and what stands against them. */
export function planSourceLinks(
  source: TuneSource,
  scope: LinkScope,
): { links: TunePlannedLink[]; beforeTune: BeforeTune | null; findings: TuneFinding[] } {
  const { links, findings } = planLinks(source, scope);
  return {
    links,
    beforeTune: beforeTuneOf(source, scope.stance),
    findings: [...stanceFindings(source, scope.stance), ...findings, ...takenFindings(links, scope.taken)],
  };
}

interface LinkPlan {
  links: TunePlannedLink[];
  findings: TuneFinding[];
}

/** Behind TUNE the link is ours, and TUNE's own go on; else TUNE's links are ours to answer. */
function planLinks({ kind, id }: TuneSource, { network, stance, decision }: LinkScope): LinkPlan {
  if (stance.mode === 'behind') {
    const value = decision.slug ?? `tune-${kind === 'offer' ? 'offer-' : ''}${id}`;
    return { links: [{ kind: 'slug', value, host: null, presetQuery: '' }], findings: [] };
  }
  const { host } = stance;
  const shorts = network.shortLinksOf.get(sourceKey(kind, id)) ?? [];
  const fitting = shorts.slice(0, MOST_LINKS - 1);
  const own = { kind: kind === 'campaign' ? 'tune_campaign' : 'tune_offer', value: id, host, presetQuery: '' } as const;
  const links = [
    own,
    ...fitting.map(({ hash, query }) => ({ kind: 'short' as const, value: hash, host, presetQuery: query })),
  ];
  const missing = shorts.slice(fitting.length).map(({ hash }) => hash);
  const findings: TuneFinding[] =
    missing.length === 0
      ? []
      : [
          {
            code: 'too_many_short_links',
            need: 'accept',
            page: null,
            detail: `An experiment has ${MOST_LINKS} links at most, so ${missing.length} short links are not imported: ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ', …' : ''}.`,
            fix: 'Accept it, and give their affiliates the long link before their host leads here.',
            isSettled: isAccepted(decision.accepted, 'too_many_short_links', null),
          },
        ];
  return { links, findings };
}

function takenFindings(links: readonly TunePlannedLink[], taken: ReadonlySet<string>): TuneFinding[] {
  return links
    .filter((link) => taken.has(addressOfLink(link)))
    .map(({ kind, value }) => ({
      code: 'address_taken',
      need: 'fix',
      page: null,
      detail: `The link ${value} leads to another experiment already.`,
      fix: kind === 'slug' ? 'Give another slug here.' : 'Remove it there, or choose another host.',
      isSettled: false,
    }));
}

const offersOf = ({ pages }: TuneSource): string[] => [...new Set(pages.map(({ offerId }) => offerId))];

/** Where TUNE follows it is told apart by `url_id` of one offer. */
function stanceFindings(source: TuneSource, { mode }: TuneStance): TuneFinding[] {
  const offers = offersOf(source);
  if (mode !== 'before' || offers.length < 2) return [];
  return [
    {
      code: 'several_offers',
      need: 'fix',
      page: null,
      detail: `Its pages belong to offers ${offers.join(', ')}. Before TUNE, a link leads to one offer.`,
      fix: 'Leave pages out until one offer remains, or import it behind TUNE or without it.',
      isSettled: false,
    },
  ];
}

function beforeTuneOf(source: TuneSource, { mode, trackingHost, clickIdParameter }: TuneStance): BeforeTune | null {
  const [offerId] = offersOf(source);
  return mode === 'before' && offerId !== undefined ? { host: trackingHost, offerId, clickIdParameter } : null;
}

/** A planned link as one is made. */
export const newLinkOf = (link: TunePlannedLink, beforeTune: BeforeTune | null): NewLink => ({
  ...link,
  unit: 'utm_content',
  beforeTune: link.kind === 'slug' ? null : beforeTune,
  deepLinkHosts: [],
  handBackUrl: null,
  pixelCookie: false,
});
