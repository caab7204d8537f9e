/**
 * What design.md (R1–R18) asks of the answer to a request, worked out anew: nothing of the router's own code is used here,
 * so that a mistake there is not made twice.
 */
import {
  BRAND_HOST,
  BRAND_PAGE,
  BRAND_PATH,
  CAMPAIGN_ID,
  DEEP_LINK_HOST,
  FALLBACK_PAGE,
  LANDING_PAGES,
  OFFER_ID,
  PAUSED_PAGE,
  SHORT_PATH,
  SHORT_QUERY,
  WORKSPACE_PAGE,
} from './landing-pages.ts';
import { CLICK_ID, type Piece } from './piece.ts';
import { predictMacro } from './predict-macro.ts';
import { headerOf, type RawRequest } from './raw-request.ts';
import { atQuery, formBytes, isUsable, keyOf, lastOf, type Pair, readQuery } from './read-query.ts';

export interface Landing {
  readonly kind: 'lands';
  readonly status: 302 | 303;
  /** Scheme, host and port as the release has them; two where the release gives a choice. */
  readonly origins: readonly string[];
  /** The whole `Location`; null where a visitor may name the page. */
  readonly location: readonly Piece[] | null;
  /** What joins the visit, as it came; null where the router mints it. */
  readonly key: string | null;
  /** Whether the page keeps its visitors by a cookie. */
  readonly setsCookies: boolean;
}

export type Prediction = Landing | { readonly kind: 'no_link' } | { readonly kind: 'method_not_allowed' };

export interface HostTraits {
  /** Whether a raw `#` and what follows it never reach the router. */
  readonly cutsFragment: boolean;
}

export function predictAnswer(request: RawRequest, { cutsFragment }: HostTraits): Prediction {
  if (!/^(?:\r\n)?(?:GET|HEAD)$/.test(request.method)) return { kind: 'method_not_allowed' };
  const received = cutsFragment ? request.target.replace(/#.*$/s, '') : request.target;
  const target = originForm(escapeIllegal(received.replace(/^ +| +$/g, '')));
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const own = mark === -1 ? '' : target.slice(mark + 1);
  const query = isShort(path) ? behindPreset(own) : own;
  const pairs = readQuery(query);
  const host = (headerOf(request, 'host') ?? '').toLowerCase();
  const page = guardLoop(pageOf(path, pairs, nameOf(host)), host);
  if (page === null) return { kind: 'no_link' };
  const key = keyOf(pairs);
  const isDeepLink = page.slug === 'deep-link' && (lastOf(pairs, 'url') ?? '') !== '';
  return {
    kind: 'lands',
    status: page.slug === 'see-other' ? 303 : 302,
    origins: [new URL(page.url).origin, ...(isDeepLink ? [`https://${DEEP_LINK_HOST}`] : [])],
    location: isDeepLink ? null : fill(page, pairs, key),
    key,
    setsCookies: page.slug === 'visitor',
  };
}

const isShort = (path: string): boolean => path === SHORT_PATH || path === `${SHORT_PATH}/`;

/** A brand's links are kept under its bare name: a port does not count, nor the dot of a name that is written out whole. */
const nameOf = (host: string): string => host.replace(/:[0-9]*$/, '').replace(/\.$/, '');

/** A short link's parameters stand before the visitor's, but for those that the visitor names too. */
function behindPreset(own: string): string {
  const meant = (name: string) => name.replace(/^amp;/, '');
  const named = new Set(readQuery(own).map(({ name }) => meant(name)));
  const kept = readQuery(SHORT_QUERY).filter(({ name }) => !named.has(name));
  return [...kept.map(({ raw }) => raw), own].filter((part) => part !== '').join('&');
}

/** R12: whatever a header cannot hold goes on as its bytes, percent-encoded. */
const escapeIllegal = (text: string): string =>
  text.replace(/[^\x21-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);

/** The absolute form of a proxy names a host that chooses nothing. */
const originForm = (target: string): string => target.replace(/^https?:\/\/[^/?#]*/i, '');

interface Page {
  readonly url: string;
  readonly slug: string;
}

function pageOf(path: string, pairs: readonly Pair[], host: string): Page | null {
  const isOwnHost = host !== BRAND_HOST;
  const value = (name: string) => formBytes(lastOf(pairs, name) ?? '');
  const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const slug = /^\/r\/([^/]+)$/.exec(bare)?.[1];
  if (slug !== undefined) return pageOfSlug(slug.includes('%') ? formBytes(slug) : slug);
  switch (bare) {
    case '/aff_c':
    case '/aff_r':
      return isOwnHost && value('offer_id') === OFFER_ID ? pageOfSlug('deep') : null;
    case '/aff_ad':
      return isOwnHost && value('campaign_id') === CAMPAIGN_ID ? pageOfSlug('deep') : null;
    case SHORT_PATH:
      return isOwnHost ? pageOfSlug('fixed') : null;
    case BRAND_PATH:
      return isOwnHost ? null : { url: BRAND_PAGE, slug: 'brand' };
    default:
      return null;
  }
}

function pageOfSlug(slug: string): Page | null {
  if (slug === 'brand') return { url: BRAND_PAGE, slug };
  if (slug === 'paused') return { url: PAUSED_PAGE, slug };
  if (slug === 'broken') return { url: WORKSPACE_PAGE, slug };
  const url = Object.hasOwn(LANDING_PAGES, slug) ? LANDING_PAGES[slug] : undefined;
  return url === undefined ? null : { url, slug };
}

/** A page on the very host that was asked would lead back here. */
const guardLoop = (page: Page | null, host: string): Page | null =>
  page !== null && new URL(page.url).host === host ? { ...page, url: FALLBACK_PAGE } : page;

const PAGE_URL = /^(https:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;

function fill({ url, slug }: Page, pairs: readonly Pair[], key: string | null): Piece[] {
  const [, origin = '', path = '', query = '', fragment] = PAGE_URL.exec(url) ?? [];
  const own = readQuery(query).filter(({ name }) => name !== 'utm_content');
  const expand = (text: string, place: 'path' | 'query' | 'fragment'): Piece[] =>
    text
      .split(/\{([a-z0-9_]+)\}/)
      .flatMap((part, i) => (i % 2 === 0 ? [part] : predictMacro(part, place, { pairs, key, slug })));
  return [
    ...[origin, ...expand(path, 'path'), '?'],
    ...own.flatMap(({ raw }) => [...expand(raw, 'query'), '&']),
    ...carry(pairs, new Set(own.map(({ name }) => name)), key),
    ...(fragment === undefined ? [] : ['#', ...expand(fragment, 'fragment')]),
  ];
}

/** The visitor's pairs as they came (R12), without those that the page fixes (R13), and with the key in its place (R16). */
function carry(pairs: readonly Pair[], fixed: ReadonlySet<string>, key: string | null): Piece[] {
  const isKeyThere = pairs.some(({ name, value }) => name === 'utm_content' && isUsable(value));
  const ours: Piece[][] = isKeyThere ? [] : [['utm_content=', key === null ? CLICK_ID : atQuery(key)]];
  const carried = pairs.flatMap(({ name, raw }): Piece[][] => {
    if (name === 'utm_content' && !isKeyThere) return ours.splice(0);
    return fixed.has(name) ? [] : [[atQuery(raw)]];
  });
  return [...carried, ...ours].flatMap((piece, i) => (i === 0 ? piece : ['&', ...piece]));
}
