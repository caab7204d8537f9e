import * as z from 'zod';
import { LinkId } from './ids.ts';

/**
 * How a link is addressed: our own path `/r/:slug`; TUNE's `/aff_c?offer_id=…` and `/aff_ad?campaign_id=…`; a short link
 * imported from TUNE, `/SL2k`; or, on a brand's own host, a bare path.
 */
export const LinkKind = z.enum(['slug', 'tune_offer', 'tune_campaign', 'short', 'path']);
export type LinkKind = z.infer<typeof LinkKind>;

/**
 * What is hashed to choose an agent: the `utm_content`; a visitor id kept in a cookie; or the click id where `utm_content`
 * is constant.
 */
export const Unit = z.enum(['utm_content', 'visitor', 'click_id']);
export type Unit = z.infer<typeof Unit>;

export const SLUG = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
/** TUNE's ids of offers, campaigns and offer URLs. */
export const TUNE_ID = /^[1-9][0-9]{0,9}$/;
/** TUNE's hashes are letters and digits; not all of them begin with `SL`. */
const SHORT = /^[A-Za-z0-9]{2,40}$/;
/** One or more segments of unreserved characters, without a slash at either end. */
const PATH = /^[A-Za-z0-9][\w.~-]{0,99}(?:\/[\w.~-]{1,100}){0,7}$/;
const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

/** A host by its lower-case name, without port. */
export const LinkHost = z.string().regex(HOST, 'must be a host name such as go.brand.com');

/** Names under which TUNE keeps what an affiliate's link carries. */
export const SubParameter = z.enum(['aff_sub', 'aff_sub2', 'aff_sub3', 'aff_sub4', 'aff_sub5', 'aff_click_id']);
export type SubParameter = z.infer<typeof SubParameter>;

/**
 * TUNE still records and pays behind us: the agent is chosen here, then the click goes to TUNE's `/aff_c` with the agent's
 * `url_id`. Our click id travels in `clickIdParameter`, and the offer's URL in TUNE hands it on as `utm_content`.
 */
export const BeforeTune = z.object({
  host: LinkHost,
  offerId: z.string().regex(TUNE_ID, "must be TUNE's offer id"),
  clickIdParameter: SubParameter,
});
export type BeforeTune = z.infer<typeof BeforeTune>;

const settings = {
  unit: Unit,
  /** Null where TUNE does not follow: it stands before us (`/r/:slug?utm_content={transaction_id}`), or nowhere. */
  beforeTune: BeforeTune.nullable(),
  /** Exact hosts to which a `url` parameter may lead (R17); empty: deep links are off. */
  deepLinkHosts: z.array(LinkHost).max(50),
  /** Parameters of a short link, which TUNE's hash stood for, e.g. `offer_id=7&aff_id=3`. Those of the click follow them. */
  presetQuery: z
    .string()
    .max(2000)
    .regex(/^[\x21\x22\x24-\x7e]*$/, 'holds a character that must be percent-encoded'),
  /** Where all its clicks go while it is handed back: TUNE's own link, where TUNE decides. Null: the experiment decides. */
  handBackUrl: z.string().min(1).max(2000).nullable(),
  /** Whether browsers remember its clicks, so that a conversion pixel (`/aff_l`) can tell which of them converted. */
  pixelCookie: z.boolean(),
};

/** A link maps an inbound address to an experiment. */
export const Link = z.object({
  id: LinkId,
  kind: LinkKind,
  /** The slug, TUNE's id or hash, or the path without its first slash. */
  value: z.string(),
  /** The brand's own host; null: the deployment's. */
  host: LinkHost.nullable(),
  ...settings,
});
export type Link = z.infer<typeof Link>;

const RULES: Readonly<Record<LinkKind, readonly [pattern: RegExp, message: string]>> = {
  slug: [SLUG, 'must be 1 to 100 letters, digits, - or _, beginning with a letter or digit'],
  tune_offer: [TUNE_ID, "must be TUNE's offer id, a whole number above 0"],
  tune_campaign: [TUNE_ID, "must be TUNE's campaign id, a whole number above 0"],
  short: [SHORT, "must be TUNE's hash: 2 to 40 letters and digits"],
  path: [PATH, 'must be a path such as summer or homes/sell, without a slash at its ends'],
};

/** First segments under which links stand that are given to people: our own, and TUNE's. */
export const LINK_SEGMENTS: ReadonlySet<string> = new Set(['aff_ad', 'aff_c', 'aff_r', 'r']);

/** First segments that are the router's own: no short link and no path can stand there. */
export const OWN_SEGMENTS: ReadonlySet<string> = new Set([
  ...LINK_SEGMENTS,
  'aff_goal',
  'aff_i',
  'aff_l',
  'aff_lsr',
  'edge',
  'healthz',
  'link-not-active',
  'metrics',
  'readyz',
  'webhooks',
]);

export const NewLink = z
  .object({
    kind: LinkKind,
    value: z.string().trim(),
    host: LinkHost.nullable().default(null),
    unit: settings.unit.default('utm_content'),
    beforeTune: settings.beforeTune.default(null),
    deepLinkHosts: settings.deepLinkHosts.default([]),
    presetQuery: settings.presetQuery.default(''),
    handBackUrl: settings.handBackUrl.default(null),
    pixelCookie: settings.pixelCookie.default(false),
  })
  .superRefine(({ kind, value, host, presetQuery }, context) => {
    const refuse = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const [pattern, message] = RULES[kind];
    if (value === '') refuse('value', 'is missing');
    else if (!pattern.test(value)) refuse('value', message);
    else if ((kind === 'path' || kind === 'short') && OWN_SEGMENTS.has(value.split('/', 1)[0] ?? ''))
      refuse('value', "is one of the router's own addresses");
    if (kind === 'slug' && host !== null) refuse('host', "must be left out: slugs stand on the deployment's own host");
    if (kind === 'path' && host === null) refuse('host', 'is missing: a bare path needs a host of its own');
    if (kind !== 'short' && presetQuery !== '') refuse('presetQuery', 'belongs to short links only');
  });
export type NewLink = z.infer<typeof NewLink>;

/** Only what is sent changes. The address stays: affiliates have it. */
export const ChangeLink = z.object(settings).partial();
export type ChangeLink = z.infer<typeof ChangeLink>;

/** Links of one experiment. */
export const MOST_LINKS = 20;

/** The deployment's own host in a link's address; a brand's own host stands there by name. */
export const OWN_HOST = '*';

/** The key under which a bundle holds a link: `go.brand.com/aff_c/1048`, or with `OWN_HOST` for the host. */
export const linkAddress = (host: string, kind: LinkKind, value: string): string => host + ADDRESSES[kind] + value;

const ADDRESSES: Readonly<Record<LinkKind, string>> = {
  slug: '/r/',
  tune_offer: '/aff_c/',
  tune_campaign: '/aff_ad/',
  short: '/',
  path: '/',
};

/** The path and query of a link as it is given to affiliates, relative to the router's address. */
export function linkPath({ kind, value }: Pick<Link, 'kind' | 'value'>): string {
  switch (kind) {
    case 'slug':
      return `/r/${value}`;
    case 'tune_offer':
      return `/aff_c?offer_id=${value}&aff_id=`;
    case 'tune_campaign':
      return `/aff_ad?campaign_id=${value}&aff_id=`;
    case 'short':
    case 'path':
      return `/${value}`;
    default:
      return kind satisfies never;
  }
}
