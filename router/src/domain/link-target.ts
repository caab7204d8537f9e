import { linkAddress, OFFER_ID, OWN_HOST, SLUG } from '@alyson/schema';
import { formDecode } from './form-decode.ts';
import { type LinkParameters, readLinkParameters, textOf } from './link-parameters.ts';
import { type RawPair, splitQuery } from './raw-query.ts';

/** A request for a link, taken apart. */
export interface LinkTarget {
  readonly rawQuery: string;
  readonly pairs: readonly RawPair[];
  readonly parameters: LinkParameters;
  /** Where a bundle holds the link; null where the path is not a link's. */
  readonly address: string | null;
}

const SLUG_PATH = /^\/r\/([^/]+)\/?$/;
const OFFER_PATH = /^\/aff_c\/?$/;

/**
 * Takes a request target apart by slicing.
 *
 * @param target  path and query as they came, e.g. `/aff_c?offer_id=7&aff_id=3`; never re-encoded
 * @param host    `OWN_HOST`, or a host that has links of its own (R3)
 */
export function readLinkTarget(target: string, host: string = OWN_HOST): LinkTarget {
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const rawQuery = mark === -1 ? '' : target.slice(mark + 1);
  const pairs = splitQuery(rawQuery);
  const parameters = readLinkParameters(pairs);
  return { rawQuery, pairs, parameters, address: addressOf(path, parameters, host) };
}

function addressOf(path: string, { offerId }: LinkParameters, host: string): string | null {
  const slug = SLUG_PATH.exec(path)?.[1];
  if (slug !== undefined) {
    const value = slug.includes('%') ? formDecode(slug) : slug;
    return SLUG.test(value) ? linkAddress(host, 'slug', value) : null;
  }
  const value = OFFER_PATH.test(path) ? textOf(offerId) : null;
  return value !== null && OFFER_ID.test(value) ? linkAddress(host, 'tune_offer', value) : null;
}
