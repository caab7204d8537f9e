import type { Link, LinkKind, Unit } from '@alyson/schema';

interface KindWords {
  /** What kind it is: "TUNE offer link". */
  label: string;
  /** What is typed for it. */
  value: string;
  placeholder: string;
  meaning: string;
}

export const KINDS: Readonly<Record<LinkKind, KindWords>> = {
  slug: {
    label: 'Our own link',
    value: 'Slug',
    placeholder: 'solar-quote',
    meaning: 'A new address of this router, for affiliates or for an offer URL in TUNE.',
  },
  tune_offer: {
    label: 'TUNE offer link',
    value: 'TUNE offer id',
    placeholder: '1048',
    meaning: 'Affiliates keep the /aff_c links that TUNE gave them; only the host name leads here.',
  },
  tune_campaign: {
    label: 'TUNE ad group link',
    value: 'TUNE campaign id',
    placeholder: '152',
    meaning: 'Affiliates keep the /aff_ad links of a weighted ad group; only the host name leads here.',
  },
  short: {
    label: 'TUNE short link',
    value: "TUNE's hash",
    placeholder: 'SL2k',
    meaning: 'A short link brought over from TUNE. It stands for the parameters that TUNE kept for its hash.',
  },
  path: {
    label: 'Path on your own host',
    value: 'Path',
    placeholder: 'homes/sell',
    meaning: 'A bare path on a host of this workspace, such as go.brand.com/homes/sell.',
  },
};

export const UNITS: Readonly<Record<Unit, { label: string; meaning: string }>> = {
  utm_content: { label: 'utm_content', meaning: 'The same utm_content always sees the same agent.' },
  visitor: {
    label: 'Visitor',
    meaning: 'The same browser always sees the same agent: a cookie of this router remembers it.',
  },
  click_id: {
    label: 'Each click alone',
    meaning: 'For links whose utm_content is the same for everybody: every click is split anew.',
  },
};

/** Slugs stand on the deployment's own host, a bare path on one of the workspace's; the others on either. */
export const hostsAllowed = (kind: LinkKind): 'none' | 'optional' | 'required' =>
  kind === 'slug' ? 'none' : kind === 'path' ? 'required' : 'optional';

export const presetText = ({ presetQuery }: Pick<Link, 'presetQuery'>): string =>
  presetQuery === '' ? 'no parameters of its own' : `stands for ${presetQuery}`;
