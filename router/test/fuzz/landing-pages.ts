import { aBundle, aLink, anAgent, aRelease } from '../sample-bundle.ts';
import type { createSigner } from '../signed-bundle.ts';
import { words } from './raw-request.ts';

/** Every macro that a page may use: TUNE's, and ours. */
export const MACRO_NAMES = [
  ...words('transaction_id affiliate_id aff_id offer_id offer_url_id offer_file_id file_id source'),
  ...words('aff_sub aff_sub1 aff_sub2 aff_sub3 aff_sub4 aff_sub5 aff_click_id'),
  ...words('aff_unique1 aff_unique2 aff_unique3 aff_unique4 aff_unique5'),
  ...words('country_code region_code city ip user_agent'),
  ...words('device_brand device_model device_os device_os_version mobile_carrier'),
  ...words('google_aid google_aid_md5 google_aid_sha1 ios_ifa ios_ifa_md5 ios_ifa_sha1 ios_ifv'),
  ...words('windows_aid windows_aid_md5 windows_aid_sha1 unid user_id user_id_md5 user_id_sha1'),
  ...words('date time datetime ran params'),
  ...words('utm_content click_id agent experiment'),
] as const;

const everyMacro = (separator: string) => MACRO_NAMES.map((name) => `${name}:{${name}}`).join(separator);

/** The landing page of each link `/r/{slug}`: together they use all that a template may hold. Each host is a page's own. */
export const LANDING_PAGES: Readonly<Record<string, string>> = {
  plain: 'https://plain.example.com',
  deep: 'https://deep.example.com/a/b.html',
  fixed: 'https://fixed.example.com/x?v=1&Source=ours&empty=&a%62c=2',
  port: 'https://port.example.com:8443/p?v=1',
  fragment: 'https://fragment.example.com/f?x=1#part-2',
  'fragment-only': 'https://fragment-only.example.com/#part-2',
  'utm-macro': 'https://utm-macro.example.com/u?utm_content={utm_content}&x=1',
  'utm-fixed': 'https://utm-fixed.example.com/u?x=1&utm_content=ours',
  'macros-in-path': `https://macros-in-path.example.com/m/${everyMacro('/')}/end`,
  'bare-in-path': 'https://bare-in-path.example.com/m/{aff_sub}/{utm_content}/{source}/end',
  'macros-in-query': `https://macros-in-query.example.com/m?${MACRO_NAMES.map((name) => `m_${name}={${name}}`).join('&')}`,
  'macros-in-fragment': `https://macros-in-fragment.example.com/m?x=1#${everyMacro('/')}/end`,
  'see-other': 'https://see-other.example.com/s',
  visitor: 'https://visitor.example.com/c?x=1',
  'deep-link': 'https://deep-link.example.com/d?x=1',
};

/** The one host that the link `deep-link` may be led to (R17). */
export const DEEP_LINK_HOST = 'ok.example.com';
/** A bare path on a brand's own host (R3). */
export const BRAND_HOST = 'go.brand.example';
export const BRAND_PATH = '/summer';
export const BRAND_PAGE = 'https://brand.example.com/b?x=1';
/** TUNE's links (R2) to the page `deep`, and a short one with parameters of its own to the page `fixed`. */
export const OFFER_ID = '1048';
export const CAMPAIGN_ID = '77';
export const SHORT_PATH = '/SL2k';
export const SHORT_QUERY = 'aff_id=3&aff_sub=preset&v=9';
/** Where a paused experiment, and one whose release cannot be used, send people; and any other that cannot have them. */
export const PAUSED_PAGE = 'https://paused.example.com/why?state=paused';
export const WORKSPACE_PAGE = 'https://workspace.example.com/w';
export const FALLBACK_PAGE = 'https://fallback.example.com/f?x=1';

const releaseOf = (slug: string, landingUrl: string, index: number) =>
  aRelease({
    experimentId: `exp_${slug}`,
    experimentNumber: index + 1,
    agents: [anAgent(1, { landingUrl })],
    table: { ends: [10_000], owners: [0] },
    fallbackUrl: slug === 'paused' ? PAUSED_PAGE : FALLBACK_PAGE,
    state: slug === 'paused' ? 'paused' : 'running',
    redirectStatus: slug === 'see-other' ? 303 : 302,
    stickyDays: slug === 'visitor' ? 30 : 0,
  });

/** A signed bundle of all these links. */
export function signFuzzBundle(signer: ReturnType<typeof createSigner>) {
  const pages = [...Object.entries(LANDING_PAGES), ['brand', BRAND_PAGE] as const, ['paused', BRAND_PAGE] as const];
  const bundle = aBundle({
    hosts: [BRAND_HOST],
    links: {
      ...Object.fromEntries(pages.map(([slug]) => [`*/r/${slug}`, `exp_${slug}`])),
      '*/r/broken': 'exp_broken',
      '*/r/visitor': aLink('exp_visitor', { unit: 'visitor' }),
      '*/r/deep-link': aLink('exp_deep-link', { deepLinkHosts: [DEEP_LINK_HOST] }),
      [`*/aff_c/${OFFER_ID}`]: 'exp_deep',
      [`*/aff_ad/${CAMPAIGN_ID}`]: 'exp_deep',
      [`*${SHORT_PATH}`]: aLink('exp_fixed', { presetQuery: SHORT_QUERY }),
      [BRAND_HOST + BRAND_PATH]: 'exp_brand',
    },
    workspaces: { ws_1: { fallbackUrl: WORKSPACE_PAGE } },
    releases: [
      ...pages.map(([slug, url], index) => releaseOf(slug, url, index)),
      { ...releaseOf('broken', BRAND_PAGE, pages.length), salt: -1 },
    ],
  });
  return signer.sign(bundle);
}
