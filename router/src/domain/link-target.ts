import { LINK_SEGMENTS, linkAddress, OWN_HOST, OWN_SEGMENTS, SLUG, TUNE_ID } from '@alyson/schema';
import { formDecode } from './form-decode.ts';
import { type LinkParameters, readLinkParameters, textOf } from './link-parameters.ts';
import { meantName, type RawPair, splitQuery } from './raw-query.ts';

/** A request for a link, taken apart by slicing: nothing is decoded and encoded again. */
export class LinkTarget {
  /** The path as it came, e.g. `/aff_c`. */
  readonly path: string;
  /** Without its `?`. */
  readonly rawQuery: string;
  readonly parameters: LinkParameters;
  /** Whether the query holds only characters that stand in a URL, a header and a JSON text as they are: nearly always. */
  readonly isPlain: boolean;
  private split: readonly RawPair[] | null = null;
  private values: ReadonlyMap<string, string> | null = null;

  constructor(path: string, rawQuery: string) {
    this.path = path;
    this.rawQuery = rawQuery;
    this.parameters = readLinkParameters(rawQuery);
    this.isPlain = !NOT_PLAIN.test(rawQuery);
  }

  /** All parameters in order, for those few clicks that need them. */
  get pairs(): readonly RawPair[] {
    this.split ??= splitQuery(this.rawQuery);
    return this.split;
  }

  /** The raw value of a parameter by its meant name; of a repeated one the last, null without one. */
  find(name: string): string | null {
    this.values ??= new Map(this.pairs.map((pair) => [meantName(pair.name), pair.value]));
    return this.values.get(name) ?? null;
  }
}

const NOT_PLAIN = /[^\x21\x24-\x5b\x5d-\x7e]/;

/** @param target  path and query as they came, e.g. `/aff_c?offer_id=7&aff_id=3`; never re-encoded */
export function readLinkTarget(target: string): LinkTarget {
  const mark = target.indexOf('?');
  return mark === -1 ? new LinkTarget(target, '') : new LinkTarget(target.slice(0, mark), target.slice(mark + 1));
}

/**
 * The parameters that a short link stands for, before those of the click. Those that the click names too are left out: the
 * click's win (TUNE), and of two keys a page might read the one that all clicks share.
 */
export function withPreset({ path, rawQuery, pairs }: LinkTarget, preset: string): LinkTarget {
  const named = new Set(pairs.map(({ name }) => meantName(name)));
  const kept = splitQuery(preset).filter(({ name }) => !named.has(meantName(name)));
  const parts = kept.map(({ raw }) => raw);
  return new LinkTarget(path, (rawQuery === '' ? parts : [...parts, rawQuery]).join('&'));
}

/**
 * Where a bundle holds the link of a request.
 *
 * @param host  `OWN_HOST`, or a host that has links of its own (R3)
 * @returns null where the path can be no link's
 */
export function addressOf({ path, parameters }: LinkTarget, host: string = OWN_HOST): string | null {
  const end = path.length > 1 && path.endsWith('/') ? path.length - 1 : path.length;
  const slash = path.indexOf('/', 1);
  const firstEnd = slash === -1 || slash > end ? end : slash;
  const first = path.slice(1, firstEnd);
  switch (first) {
    case 'aff_c':
    // The second hop that TUNE puts in at times: its offer decides, and its `url` is no more than a deep link's (R17).
    case 'aff_r':
      return firstEnd === end ? addressOfId(host, 'tune_offer', parameters.offerId) : null;
    case 'aff_ad':
      return firstEnd === end ? addressOfId(host, 'tune_campaign', parameters.campaignId) : null;
    case 'r':
      return addressOfSlug(path.slice(firstEnd + 1, end));
    default:
      return OWN_SEGMENTS.has(first) || first === '' ? null : linkAddress(host, 'path', path.slice(1, end));
  }
}

function addressOfId(host: string, kind: 'tune_offer' | 'tune_campaign', raw: string | null): string | null {
  const id = textOf(raw);
  return id !== null && TUNE_ID.test(id) ? linkAddress(host, kind, id) : null;
}

/** Slugs are global: they stand on the deployment's own host whatever the request's is (R3). */
function addressOfSlug(raw: string): string | null {
  const slug = raw.includes('%') ? formDecode(raw) : raw;
  return SLUG.test(slug) ? linkAddress(OWN_HOST, 'slug', slug) : null;
}

const FIRST_SEGMENT = /^\/([^/?]*)/;

/** What stands behind the first slash, up to the next one or the query. @param target  a path, with or without a query */
export const firstSegmentOf = (target: string): string => FIRST_SEGMENT.exec(target)?.[1] ?? '';

/** Whether a path has the form of a link that people are given: a miss there is a lost click, elsewhere a stray request. */
export const isLinkPath = (path: string): boolean => LINK_SEGMENTS.has(firstSegmentOf(path));
