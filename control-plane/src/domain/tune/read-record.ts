import {
  TuneCampaign,
  TuneCreative,
  TuneOffer,
  TuneOfferUrl,
  type TuneRecord,
  type TuneRecordKind,
  TuneTinyUrl,
} from '@alyson/schema';
import { isObject, type TuneRow } from './read-answer.ts';
import { readPercent } from './read-percent.ts';

/** A thing of TUNE's in our form, and as it came; or why it is none, in words. */
export type ReadRecord =
  | { readonly record: TuneRecord; readonly raw: TuneRow }
  | { readonly record: null; readonly problem: string };

/** TUNE's name of each kind, under which its rows hold their fields. */
const WRAPPERS: Readonly<Record<TuneRecordKind, string>> = {
  offer: 'Offer',
  offer_url: 'OfferUrl',
  campaign: 'AdCampaign',
  creative: 'AdCampaignCreative',
  tiny_url: 'TinyUrl',
};

const KINDS = Object.entries(WRAPPERS) as [TuneRecordKind, string][];

/** Everything that a row holds: its own thing, and related ones that came with it (`contain[]`). */
export function readRow(row: TuneRow): ReadRecord[] {
  const found = KINDS.flatMap(([kind, wrapper]) => fieldsIn(row[wrapper]).map((fields) => readRecord(kind, fields)));
  return found.length > 0 ? found : [{ record: null, problem: `holds none of ${Object.values(WRAPPERS).join(', ')}` }];
}

/** One thing, or related ones by their ids; `[]` where there are none. */
function fieldsIn(value: unknown): TuneRow[] {
  if (!isObject(value)) return [];
  return 'id' in value || 'hash' in value ? [value] : Object.values(value).filter(isObject);
}

/** Ids, booleans and money arrive as text, some as numbers; what is missing as null, `""` or `"0"`. */
export function readRecord(kind: TuneRecordKind, fields: TuneRow): ReadRecord {
  const parsed = SCHEMAS[kind].safeParse({ kind, ...READERS[kind](new Fields(fields)) });
  if (parsed.success) return { record: parsed.data, raw: fields };
  const [issue] = parsed.error.issues;
  const id = new Fields(fields).text('id') || '?';
  return { record: null, problem: `${WRAPPERS[kind]} ${id}: ${issue?.path.join('.')} ${issue?.message}` };
}

const SCHEMAS = {
  offer: TuneOffer,
  offer_url: TuneOfferUrl,
  campaign: TuneCampaign,
  creative: TuneCreative,
  tiny_url: TuneTinyUrl,
} as const;

const READERS: Readonly<Record<TuneRecordKind, (fields: Fields) => Record<string, unknown>>> = {
  offer: (of) => ({
    id: of.text('id'),
    name: of.text('name'),
    status: of.flag('is_expired') ? 'expired' : of.text('status'),
    url: of.text('offer_url'),
    isPermanentRedirect: of.flag('is_seo_friendly_301'),
    redirectOfferId: of.id('redirect_offer_id'),
    allowsDeepLinks: of.flag('allow_website_links'),
    hasTargeting: ['enforce_geo_targeting', 'use_target_rules', 'target_browsers'].some((name) => of.flag(name)),
    hasCaps: CAPS.some((name) => of.flag(name)),
  }),
  offer_url: (of) => ({
    id: of.text('id'),
    offerId: of.text('offer_id'),
    name: of.text('name'),
    status: of.text('status'),
    url: of.text('offer_url'),
  }),
  campaign: (of) => ({
    id: of.text('id'),
    name: of.text('name'),
    status: of.text('status'),
    type: of.text('type'),
    usesWeights: of.flag('custom_weights'),
    optimizes: of.flag('optimization'),
  }),
  creative: (of) => ({
    id: of.text('id'),
    campaignId: of.text('ad_campaign_id'),
    offerId: of.id('offer_id'),
    offerUrlId: of.id('offer_url_id'),
    status: of.text('status'),
    weightPercentMicros: of.percent('custom_weight'),
  }),
  tiny_url: (of) => ({ id: of.text('hash') || of.text('id'), target: of.text('url') || of.text('redirect') }),
};

const CAPS = ['conversion', 'payout', 'revenue'].flatMap((what) =>
  ['', 'monthly_', 'lifetime_'].map((period) => `${period}${what}_cap`),
);

/** The fields of one thing, whatever types TUNE gave them today. */
class Fields {
  private readonly fields: TuneRow;

  constructor(fields: TuneRow) {
    this.fields = fields;
  }

  text(name: string): string {
    const value = this.fields[name];
    if (typeof value === 'string') return value.trim();
    return typeof value === 'number' ? String(value) : '';
  }

  /** Null where there is none: null, `""` or `"0"`. */
  id(name: string): string | null {
    const text = this.text(name);
    return text === '' || text === '0' ? null : text;
  }

  /** `"1"`, `1`, `true`, or an amount above 0. */
  flag(name: string): boolean {
    const text = this.text(name).toLowerCase();
    return this.fields[name] === true || text === 'true' || text === 'yes' || Number(text) > 0;
  }

  /** Undefined where it is no percentage, which the schema then refuses. */
  percent(name: string): number | null | undefined {
    const text = this.text(name);
    return text === '' ? null : (readPercent(text) ?? undefined);
  }
}
