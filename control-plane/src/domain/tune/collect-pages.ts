import type {
  TuneCampaign,
  TuneCreative,
  TuneOffer,
  TuneOfferUrl,
  TuneShareReason,
  TuneSourceKind,
} from '@alyson/schema';
import { TOTAL_SHARE_MICROS } from '@alyson/schema';
import { computeShares } from './compute-shares.ts';
import { sourceKey, type TuneNetwork } from './tune-network.ts';

/** An ad group or an offer, from which one experiment is made. */
export interface TuneSource {
  readonly kind: TuneSourceKind;
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly campaign: TuneCampaign | null;
  readonly pages: readonly SourcePage[];
  /** What the custom weights of the pages in play add up to, in millionths of a percent. */
  readonly weightsPercentMicros: number;
  /** Pages that a person leaves out. */
  readonly leftOut: readonly SourcePage[];
}

/** One destination: an offer and one of its URLs. Several creatives may lead there. */
export interface SourcePage {
  /** `12/214`, or `12/0` for the offer's default URL. */
  readonly key: string;
  readonly creatives: readonly TuneCreative[];
  readonly offerId: string;
  readonly offerUrlId: string | null;
  /** Null where the import holds no such offer. */
  readonly offer: TuneOffer | null;
  readonly offerUrl: TuneOfferUrl | null;
  /** Null where nobody told it. */
  readonly url: string | null;
  readonly shareMicros: number;
  readonly shareReason: TuneShareReason;
}

const isActive = ({ status }: { status: string }): boolean => status.toLowerCase() === 'active';

/** What can become an experiment: ad groups of type link, and offers with more than one URL. */
export function collectSources(network: TuneNetwork, leftOutOf: (source: string) => ReadonlySet<string>): TuneSource[] {
  const campaigns = network.campaigns.filter(({ type }) => type.toLowerCase() === 'link');
  const offers = [...network.offers.values()].filter(({ id }) => network.urlsOfOffer.get(id)?.some(isActive));
  return [
    ...campaigns.map((campaign) => ofCampaign(network, campaign, leftOutOf(sourceKey('campaign', campaign.id)))),
    ...offers.map((offer) => ofOffer(network, offer, leftOutOf(sourceKey('offer', offer.id)))),
  ];
}

const keyOf = (offerId: string, offerUrlId: string | null): string => `${offerId}/${offerUrlId ?? '0'}`;

/** Eligibility first, then weights over what is left (the documented order). */
function ofCampaign(network: TuneNetwork, campaign: TuneCampaign, leftOut: ReadonlySet<string>): TuneSource {
  const creatives = (network.creativesOf.get(campaign.id) ?? []).filter(isActive).filter(hasOffer);
  const pageOf = ({ offerId, offerUrlId }: Placed) => keyOf(offerId, offerUrlId);
  const [out, taken] = partition(creatives, (creative) => leftOut.has(pageOf(creative)));
  const shares = computeShares(taken, campaign.usesWeights);
  const shared = taken.map((creative, index) => ({ creative, share: shares[index] ?? NO_SHARE }));
  const groups = [...Map.groupBy(shared, ({ creative }) => pageOf(creative)).values()];
  const weights = campaign.usesWeights ? taken.map(({ weightPercentMicros }) => weightPercentMicros ?? 0) : [];
  return {
    kind: 'campaign',
    id: campaign.id,
    name: campaign.name,
    status: campaign.status,
    campaign,
    pages: groups.map((group) => describePage(network, group)),
    weightsPercentMicros: weights.reduce((sum, weight) => sum + weight, 0),
    leftOut: [...Map.groupBy(out, pageOf).values()].map((group) =>
      describePage(
        network,
        group.map((creative) => ({ creative, share: NO_SHARE })),
      ),
    ),
  };
}

type Placed = TuneCreative & { offerId: string };
const hasOffer = (creative: TuneCreative): creative is Placed => creative.offerId !== null;

const NO_SHARE = { shareMicros: 0, reason: 'excluded' } as const;

interface Shared {
  creative: Placed;
  share: { shareMicros: number; reason: TuneShareReason };
}

function describePage(network: TuneNetwork, group: readonly Shared[]): SourcePage {
  const [first] = group;
  if (!first) throw new RangeError('a page has no creative');
  const { offerId, offerUrlId } = first.creative;
  return {
    ...placeOf(network, offerId, offerUrlId),
    creatives: group.map(({ creative }) => creative),
    shareMicros: group.reduce((sum, { share }) => sum + share.shareMicros, 0),
    shareReason: (group.find(({ share }) => share.shareMicros > 0) ?? first).share.reason,
  };
}

function placeOf(network: TuneNetwork, offerId: string, offerUrlId: string | null) {
  const offer = network.offers.get(offerId) ?? null;
  const offerUrl = offerUrlId === null ? null : (network.offerUrls.get(offerUrlId) ?? null);
  const url = (offerUrlId === null ? offer?.url : offerUrl?.url) || null;
  return { key: keyOf(offerId, offerUrlId), offerId, offerUrlId, offer, offerUrl, url };
}

/** An offer's link shows the default URL, unless it names another by `url_id`: nothing is split. */
function ofOffer(network: TuneNetwork, offer: TuneOffer, leftOut: ReadonlySet<string>): TuneSource {
  const urls = (network.urlsOfOffer.get(offer.id) ?? []).filter(isActive);
  const pages = [null, ...urls.map(({ id }) => id)].map(
    (urlId): SourcePage => ({
      ...placeOf(network, offer.id, urlId),
      creatives: [],
      shareMicros: urlId === null ? TOTAL_SHARE_MICROS : 0,
      shareReason: 'default_page',
    }),
  );
  // The default URL is what the link shows: it cannot be left out.
  const [out, taken] = partition(pages, ({ key, offerUrlId }) => offerUrlId !== null && leftOut.has(key));
  const { id, name, status } = offer;
  return { kind: 'offer', id, name, status, campaign: null, pages: taken, weightsPercentMicros: 0, leftOut: out };
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
