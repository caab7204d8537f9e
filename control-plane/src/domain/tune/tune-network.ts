import type {
  TuneCampaign,
  TuneCreative,
  TuneOffer,
  TuneOfferUrl,
  TuneRecord,
  TuneSourceKind,
  TuneTinyUrl,
} from '@alyson/schema';

/** All that an import holds, found by its ids. */
export interface TuneNetwork {
  readonly offers: ReadonlyMap<string, TuneOffer>;
  readonly offerUrls: ReadonlyMap<string, TuneOfferUrl>;
  readonly urlsOfOffer: ReadonlyMap<string, readonly TuneOfferUrl[]>;
  readonly campaigns: readonly TuneCampaign[];
  readonly creativesOf: ReadonlyMap<string, readonly TuneCreative[]>;
  /** By the ad group or offer that they stand for, `campaign/152`. */
  readonly shortLinksOf: ReadonlyMap<string, readonly ShortLink[]>;
}

/** A short link with the parameters that it stands for. */
interface ShortLink {
  readonly hash: string;
  readonly query: string;
}

export const sourceKey = (kind: TuneSourceKind, id: string): string => `${kind}/${id}`;

export function createNetwork(records: readonly TuneRecord[]): TuneNetwork {
  const of = <K extends TuneRecord['kind']>(kind: K) =>
    records.filter((record): record is Extract<TuneRecord, { kind: K }> => record.kind === kind);
  const offerUrls = of('offer_url');
  const byId = <R extends { id: string }>(list: readonly R[]) => new Map(list.map((record) => [record.id, record]));
  return {
    offers: byId(of('offer')),
    offerUrls: byId(offerUrls),
    urlsOfOffer: Map.groupBy(offerUrls, ({ offerId }) => offerId),
    campaigns: of('campaign'),
    creativesOf: Map.groupBy(of('creative'), ({ campaignId }) => campaignId),
    shortLinksOf: groupShortLinks(of('tiny_url')),
  };
}

function groupShortLinks(tinyUrls: readonly TuneTinyUrl[]): Map<string, ShortLink[]> {
  const grouped = new Map<string, ShortLink[]>();
  for (const { id, target } of tinyUrls) {
    const read = readTarget(target);
    if (!read) continue;
    const list = grouped.get(read.source) ?? [];
    list.push({ hash: id, query: read.query });
    grouped.set(read.source, list);
  }
  return grouped;
}

const TARGET = /^(?:https?:\/\/[^/?#]*)?\/?(aff_ad|aff_c)\?([^#]*)/i;

/** Whose link a short one stands for. @returns null for any other, such as an encrypted pixel */
function readTarget(target: string): { source: string; query: string } | null {
  const [, path, query = ''] = TARGET.exec(target.trim()) ?? [];
  if (path === undefined) return null;
  const isCampaign = path.toLowerCase() === 'aff_ad';
  const name = isCampaign ? 'campaign_id' : 'offer_id';
  const id = new RegExp(`(?:^|&)${name}=([1-9][0-9]{0,9})(?:&|$)`).exec(query)?.[1];
  return id === undefined ? null : { source: sourceKey(isCampaign ? 'campaign' : 'offer', id), query };
}
