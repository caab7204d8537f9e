import { formDecode } from './form-decode.ts';
import { meantName, type RawPair } from './raw-query.ts';

/** What the router itself reads of a query. Values are raw; of a repeated name the last wins, as in TUNE. */
export interface LinkParameters {
  /** Every `utm_content` in order, raw. */
  readonly utmContents: readonly string[];
  readonly transactionId: string | null;
  readonly offerId: string | null;
  readonly affiliateId: string | null;
  readonly source: string | null;
  /** `aff_sub` (or `aff_sub1`) … `aff_sub5`. */
  readonly subs: readonly (string | null)[];
}

export function readLinkParameters(pairs: readonly RawPair[]): LinkParameters {
  const utmContents: string[] = [];
  const subs: (string | null)[] = [null, null, null, null, null];
  let transactionId: string | null = null;
  let offerId: string | null = null;
  let affiliateId: string | null = null;
  let source: string | null = null;
  for (const pair of pairs) {
    switch (meantName(pair)) {
      case 'utm_content':
        utmContents.push(pair.value);
        break;
      case 'transaction_id':
        transactionId = pair.value;
        break;
      case 'offer_id':
        offerId = pair.value;
        break;
      case 'aff_id':
        affiliateId = pair.value;
        break;
      case 'source':
        source = pair.value;
        break;
      case 'aff_sub':
      case 'aff_sub1':
        subs[0] = pair.value;
        break;
      case 'aff_sub2':
        subs[1] = pair.value;
        break;
      case 'aff_sub3':
        subs[2] = pair.value;
        break;
      case 'aff_sub4':
        subs[3] = pair.value;
        break;
      case 'aff_sub5':
        subs[4] = pair.value;
        break;
    }
  }
  return { utmContents, transactionId, offerId, affiliateId, source, subs };
}

/** The raw value of a parameter by its meant name; of a repeated one the last, null without one. */
export function findParameter(pairs: readonly RawPair[], name: string): string | null {
  return pairs.findLast((pair) => meantName(pair) === name)?.value ?? null;
}

/** A raw value as text; null for an absent or empty one. */
export const textOf = (raw: string | null): string | null => (raw ? formDecode(raw) : null);
