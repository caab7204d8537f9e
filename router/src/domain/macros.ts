import { toTimestamp } from '@alyson/schema';
import { hash32 } from './hash.ts';
import { isUsable, type JoinKey } from './join-key.ts';
import type { LinkTarget } from './link-target.ts';
import { encodeComponent, encodeRawValue, makeQuerySafe } from './percent-encode.ts';
import { meantName, type RawPair } from './raw-query.ts';

/** Where in a URL a macro stands. A host is no place for one. */
export type Place = 'path' | 'query' | 'fragment';

/** What can be known of a visitor; null where it is not. */
export interface VisitorFacts {
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly deviceClass: string | null;
  readonly os: string | null;
  readonly browser: string | null;
  readonly language: string | null;
}

/** All that a macro can be filled from. */
export interface MacroFacts {
  readonly target: LinkTarget;
  readonly key: JoinKey;
  readonly clickId: string;
  readonly experimentId: string;
  readonly agentId: string;
  /** Of the click, in ms since 1970. */
  readonly at: number;
  /** Asked for only by a template that needs it: classifying takes time. */
  visitor(): VisitorFacts;
}

/** Gives a macro's value, percent-encoded for a component of a URL; empty where it is not known. */
type Fill = (facts: MacroFacts, place: Place) => string;

const fromText =
  (read: (facts: MacroFacts) => string | null): Fill =>
  (facts) =>
    encodeComponent(read(facts) ?? '');

const fromParameter =
  (name: string): Fill =>
  ({ target }) =>
    encodeRawValue(target.find(name) ?? '');

const orElse =
  (first: Fill, second: Fill): Fill =>
  (facts, place) =>
    first(facts, place) || second(facts, place);

/** Parameters that TUNE knows by name and passes on under it, apart from those in `MACROS` below. */
const PASSED_PARAMETERS = [
  'source',
  'aff_sub2',
  'aff_sub3',
  'aff_sub4',
  'aff_sub5',
  'aff_click_id',
  'aff_unique1',
  'aff_unique2',
  'aff_unique3',
  'aff_unique4',
  'aff_unique5',
  'device_brand',
  'device_model',
  'device_os_version',
  'mobile_carrier',
  'google_aid',
  'google_aid_md5',
  'google_aid_sha1',
  'ios_ifa',
  'ios_ifa_md5',
  'ios_ifa_sha1',
  'ios_ifv',
  'windows_aid',
  'windows_aid_md5',
  'windows_aid_sha1',
  'unid',
  'user_id',
  'user_id_md5',
  'user_id_sha1',
  'offer_id',
];

const findUsable = ({ target }: MacroFacts, name: string): string | null => {
  const raw = target.find(name);
  return raw !== null && isUsable(raw) ? raw : null;
};

const affiliateId = fromParameter('aff_id');
const firstSub = orElse(fromParameter('aff_sub'), fromParameter('aff_sub1'));
const fileId = fromParameter('file_id');

/** Every macro that a click can fill, by name: TUNE's, and four of our own. */
export const MACROS: ReadonlyMap<string, Fill> = new Map<string, Fill>([
  ...PASSED_PARAMETERS.map((name): [string, Fill] => [name, fromParameter(name)]),
  // In a query the join key stands byte for byte as it came; elsewhere `+` and `/` would change their meaning (R16).
  ['utm_content', ({ key }, place) => (place === 'query' ? makeQuerySafe(key.value) : encodeRawValue(key.value))],
  ['click_id', (facts) => facts.clickId],
  ['agent', fromText((facts) => facts.agentId)],
  ['experiment', fromText((facts) => facts.experimentId)],
  // TUNE's id of the click where TUNE stands before us, else ours: in either case the id of this click.
  ['transaction_id', (facts) => encodeRawValue(findUsable(facts, 'transaction_id') ?? facts.clickId)],
  ['affiliate_id', affiliateId],
  ['aff_id', affiliateId],
  ['aff_sub', firstSub],
  ['aff_sub1', firstSub],
  ['offer_url_id', fromParameter('url_id')],
  ['offer_file_id', fileId],
  ['file_id', fileId],
  ['country_code', fromText((facts) => facts.visitor().country)],
  ['region_code', fromText((facts) => facts.visitor().region)],
  ['city', fromText((facts) => facts.visitor().city)],
  ['ip', fromText((facts) => facts.visitor().address)],
  ['user_agent', fromText((facts) => facts.visitor().userAgent)],
  [
    'device_os',
    orElse(
      fromParameter('device_os'),
      fromText((facts) => facts.visitor().os),
    ),
  ],
  ['date', fromText(({ at }) => dateOf(at))],
  ['time', fromText(({ at }) => timeOf(at))],
  ['datetime', fromText(({ at }) => `${dateOf(at)} ${timeOf(at)}`)],
  ['ran', (facts) => String(hash32(facts.clickId, 0))],
  ['params', fromText(({ target }) => unknownParameters(target.pairs))],
]);

/** TUNE's macros that no click carries: known, so that the refusal can say why. */
export const UNFILLABLE_MACROS: ReadonlySet<string> = new Set([
  'affiliate_name',
  'affiliate_ref',
  'offer_name',
  'offer_ref',
  'file_name',
  'advertiser_id',
  'advertiser_ref',
  'currency',
  'payout',
  'revenue',
]);

/** Names that TUNE reads of a link; the others are its "custom variables", which `{params}` stands for. */
const TUNE_PARAMETERS = new Set([
  ...PASSED_PARAMETERS,
  'aff_id',
  'aff_sub',
  'aff_sub1',
  'url_id',
  'file_id',
  'url',
  'transaction_id',
  'device_os',
]);

const unknownParameters = (pairs: readonly RawPair[]): string =>
  pairs
    .filter((pair) => pair.raw !== '' && !TUNE_PARAMETERS.has(meantName(pair.name)))
    .map((pair) => pair.raw)
    .join('&');

/** Moments are written in UTC. */
const dateOf = (at: number): string => toTimestamp(at).slice(0, 10);
const timeOf = (at: number): string => toTimestamp(at).slice(11, 19);
