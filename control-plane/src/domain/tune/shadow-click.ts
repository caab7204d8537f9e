import {
  type CompiledLink,
  classifyDevice,
  Draw,
  hash32,
  type RoutedClick,
  readLinkTarget,
  routeClick,
  sipKeyOf,
} from '@alyson/router/domain';
import type { Instant, LinkKind, TunePlace, TuneSourceKind } from '@alyson/schema';
import { sourceKey } from './tune-network.ts';

/** One line of TUNE's click log, by its column's name. It is forgotten as soon as it has been counted. */
export type LoggedClick = Readonly<Record<string, string>>;

/** An imported ad group or offer, ready to route what its log holds. */
export interface ShadowRoute {
  readonly kind: TuneSourceKind;
  readonly id: string;
  readonly link: { readonly kind: LinkKind; readonly value: string };
  readonly address: string;
  readonly links: ReadonlyMap<string, CompiledLink>;
  readonly places: readonly TunePlace[];
}

/** Which ad group or offer a logged click belongs to. @returns null where it names neither */
function sourceOf(click: LoggedClick): { kind: TuneSourceKind; id: string } | null {
  const campaign = idIn(click, 'ad_campaign_id');
  if (campaign !== null) return { kind: 'campaign', id: campaign };
  const offer = idIn(click, 'offer_id');
  return offer === null ? null : { kind: 'offer', id: offer };
}

export const keyOfClick = (click: LoggedClick): string | null => {
  const source = sourceOf(click);
  return source && sourceKey(source.kind, source.id);
};

/** Which agent TUNE's choice is here: by the creative, else by offer and URL. @returns null for a page not imported */
export function agentOfTune(click: LoggedClick, { places }: ShadowRoute): string | null {
  const creative = idIn(click, 'ad_campaign_creative_id');
  const byCreative = creative === null ? undefined : places.find(({ creativeIds }) => creativeIds.includes(creative));
  const page = `${idIn(click, 'offer_id') ?? ''}/${idIn(click, 'creative_url_id') ?? '0'}`;
  return (byCreative ?? places.find((place) => place.page === page))?.agentId ?? null;
}

/**
 * Routes a logged click by the router's own code, without redirecting anybody. TUNE's transaction id is the unit, as it will
 * be when TUNE stands before us; where it does not, any unit of the click's own gives the same shares.
 *
 * @param at  of the click, which rules on hours ask for
 */
export function routeInShadow(click: LoggedClick, route: ShadowRoute, at: Instant): RoutedClick {
  const target = readLinkTarget(`${pathOf(route)}?${queryOf(click, route)}`);
  const { transaction_id: transactionId = '' } = click;
  const random = [hash32(transactionId, 1), hash32(transactionId, 2)] as const;
  return routeClick(
    { links: route.links, signing: NO_SIGNATURE, fallbackUrl: '' },
    {
      target,
      address: route.address,
      draw: new Draw(at, random),
      host: () => null,
      cookies: () => null,
      visitor: () => visitorOf(click),
    },
  );
}

/** Ids that are made here go nowhere. */
const NO_SIGNATURE = { number: 0, key: sipKeyOf(new Uint8Array(16)) };

const pathOf = ({ link }: ShadowRoute): string => {
  switch (link.kind) {
    case 'tune_campaign':
      return '/aff_ad';
    case 'tune_offer':
      return '/aff_c';
    case 'slug':
      return `/r/${link.value}`;
    case 'short':
    case 'path':
      return `/${link.value}`;
    default:
      return link.kind satisfies never;
  }
};

const PARAMETERS: readonly (readonly [parameter: string, column: string])[] = [
  ['transaction_id', 'transaction_id'],
  ['aff_id', 'affiliate_id'],
  ['source', 'affiliate_source'],
  ['aff_sub', 'affiliate_sub1'],
  ['aff_sub2', 'affiliate_sub2'],
  ['aff_sub3', 'affiliate_sub3'],
  ['aff_sub4', 'affiliate_sub4'],
  ['aff_sub5', 'affiliate_sub5'],
];

/** A `url_id` that an offer's link names forces the page; what an ad group chose is not in its link. */
function queryOf(click: LoggedClick, { kind, id }: ShadowRoute): string {
  const urlId = kind === 'offer' ? idIn(click, 'creative_url_id') : null;
  const own = `${kind === 'campaign' ? 'campaign_id' : 'offer_id'}=${id}`;
  const carried = PARAMETERS.flatMap(([parameter, column]) => {
    const value = click[column] ?? '';
    return value === '' ? [] : [`${parameter}=${encodeURIComponent(value.toWellFormed())}`];
  });
  return [own, ...(urlId === null ? [] : [`url_id=${urlId}`]), ...carried].join('&');
}

function visitorOf(click: LoggedClick) {
  const userAgent = click['user_agent'] || null;
  const device = userAgent === null ? null : classifyDevice(userAgent);
  return {
    country: click['country_code']?.toUpperCase() || null,
    region: null,
    city: null,
    address: null,
    language: null,
    userAgent,
    deviceClass: device?.deviceClass ?? null,
    os: device?.os ?? null,
    browser: device?.browser ?? null,
  };
}

function idIn(click: LoggedClick, column: string): string | null {
  const text = click[column] ?? '';
  return /^[1-9][0-9]{0,9}$/.test(text) ? text : null;
}
