import {
  type BeforeTune,
  type PlanTuneImport,
  roundToBasisPoints,
  type TuneFinding,
  type TunePlan,
  type TunePlanItem,
  type TunePlannedAgent,
  type TuneRecord,
} from '@alyson/schema';
import { addressOfLink } from '../check-links.ts';
import { collectSources, type SourcePage, type TuneSource } from './collect-pages.ts';
import { type FindingScope, findingsOfPage, findingsOfSource } from './find-findings.ts';
import { findPageFaults, type PageRules } from './find-page-faults.ts';
import { followRedirects } from './follow-redirects.ts';
import { type Decided, planSourceLinks } from './plan-source-links.ts';
import { compareFacts, stateFacts } from './state-facts.ts';
import { createNetwork, sourceKey, type TuneNetwork } from './tune-network.ts';

/** What was made from a source before. */
interface KnownSource {
  readonly experimentId: string;
  readonly facts: Readonly<Record<string, string>>;
}

export interface PlanInput {
  readonly records: readonly TuneRecord[];
  readonly request: PlanTuneImport;
  /** By `sourceKey`. */
  readonly known: ReadonlyMap<string, KnownSource>;
  /** Addresses that lead somewhere already, see `addressOfLink`. */
  readonly taken: ReadonlySet<string>;
  readonly rules: PageRules;
}

/** An item with what is kept of it once it has been made. */
export interface PlannedItem extends TunePlanItem {
  readonly facts: Record<string, string>;
  /** Where TUNE follows: its offer. */
  readonly beforeTune: BeforeTune | null;
  readonly isAcknowledged: boolean;
}

/** What an import would make of TUNE's ad groups and offers, and what stands against it. The same input, the same plan. */
export function planImport(input: PlanInput): PlannedItem[] {
  const network = createNetwork(input.records);
  const decisions = new Map(input.request.decisions.map((one) => [sourceKey(one.kind, one.id), one]));
  const sources = collectSources(network, (key) => new Set(decisions.get(key)?.leftOutPages));
  return sources.map((source) =>
    planItem(input, network, source, decisions.get(sourceKey(source.kind, source.id)) ?? UNDECIDED),
  );
}

const UNDECIDED: Decided = { accepted: [], leftOutPages: [], pages: [], acknowledge: false };

function planItem(input: PlanInput, network: TuneNetwork, source: TuneSource, decision: Decided): PlannedItem {
  const { request, rules, known } = input;
  const addresses = new Map(decision.pages.map(({ page, landingUrl }) => [page, landingUrl]));
  const scope = { network, rules, settled: { accepted: decision.accepted, addresses } };
  const {
    links,
    beforeTune,
    findings: ofLinks,
  } = planSourceLinks(source, {
    network,
    decision,
    stance: request.stance,
    taken: input.taken,
  });
  const fallback = findFallback(source, scope);
  const findings = [
    ...findingsOfSource(source, scope),
    ...ofLinks,
    ...fallback.findings,
    ...source.pages.flatMap((page) => findingsOfPage(page, scope)),
  ];
  const before = known.get(sourceKey(source.kind, source.id)) ?? null;
  const facts = stateFacts(source, network);
  const differences = before ? compareFacts(before.facts, facts) : [];
  const isTaken = decision.take ?? (source.kind === 'campaign' && source.status.toLowerCase() === 'active');
  const isBlocked = findings.some(({ isSettled }) => !isSettled);
  return {
    source: { kind: source.kind, id: source.id, name: source.name, status: source.status },
    outcome: before
      ? differences.length > 0
        ? 'changed'
        : 'unchanged'
      : !isTaken
        ? 'left_out'
        : isBlocked
          ? 'blocked'
          : 'create',
    experimentId: (before?.experimentId ?? null) as TunePlanItem['experimentId'],
    name: (source.name.trim() || `TUNE ${source.kind} ${source.id}`).slice(0, 120),
    mode: source.campaign?.optimizes ? 'auto' : 'fixed',
    agents: planAgents(source, addresses),
    links,
    fallbackUrl: fallback.url,
    // Of what was made before nothing is made again, so nothing stands against it.
    findings: before ? [] : findings,
    differences,
    facts,
    beforeTune,
    isAcknowledged: decision.acknowledge,
  };
}

function planAgents({ pages }: TuneSource, addresses: ReadonlyMap<string, string>): TunePlannedAgent[] {
  const shares = pages.map(({ shareMicros }) => shareMicros);
  const weights = shares.some((share) => share > 0) ? roundToBasisPoints(shares) : shares;
  return pages.map((page, index) => ({
    page: page.key,
    name: nameOf(page),
    tuneUrl: page.url ?? '',
    landingUrl: addresses.get(page.key) ?? page.url ?? '',
    creativeIds: page.creatives.map(({ id }) => id),
    tuneUrlId: page.offerUrlId,
    shareMicros: page.shareMicros,
    shareReason: page.shareReason,
    weightBasisPoints: weights[index] ?? 0,
  }));
}

const nameOf = ({ offer, offerUrl, offerId, offerUrlId }: SourcePage): string => {
  const offerName = offer?.name.trim() || `Offer ${offerId}`;
  const name = offerUrlId === null ? offerName : offerUrl?.name.trim() || `${offerName}, URL ${offerUrlId}`;
  return name.slice(0, 80);
};

function findFallback(
  { pages }: TuneSource,
  { network, rules }: FindingScope,
): { url: string | null; findings: TuneFinding[] } {
  for (const { offer } of pages) {
    const chain = offer ? followRedirects(offer, network.offers) : { kind: 'none' as const };
    if (chain.kind !== 'to') continue;
    const { url, id } = chain.offer;
    if (!/[{}]/.test(url) && findPageFaults(url, rules).length === 0) return { url, findings: [] };
    const detail = `TUNE sends clicks that it cannot take to offer ${id}, whose address cannot be a fallback here: ${url}`;
    const fix = 'Set a fallback without macros in the draft, if the workspace’s does not serve.';
    return {
      url: null,
      findings: [{ code: 'fallback_left_behind', need: 'note', page: null, detail, fix, isSettled: true }],
    };
  }
  return { url: null, findings: [] };
}

export const addressesOfPlan = (items: readonly PlannedItem[]): string[] =>
  items.flatMap(({ links }) => links.map(addressOfLink));

/** As the API answers it. */
export function showPlan(items: readonly PlannedItem[], created: number): TunePlan {
  const countOf = (outcome: TunePlanItem['outcome']) => items.filter((item) => item.outcome === outcome).length;
  return {
    items: items.map(({ facts: _facts, beforeTune: _offer, isAcknowledged: _known, ...item }) => item),
    counts: {
      create: countOf('create'),
      blocked: countOf('blocked'),
      left_out: countOf('left_out'),
      unchanged: countOf('unchanged'),
      changed: countOf('changed'),
    },
    created,
  };
}
