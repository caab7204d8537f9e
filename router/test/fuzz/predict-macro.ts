import { CLICK_ID, ENCODED, type Piece } from './piece.ts';
import { atQuery, formBytes, isUsable, lastOf, type Pair } from './read-query.ts';

export interface MacroKnowledge {
  readonly pairs: readonly Pair[];
  readonly key: string | null;
  readonly slug: string;
}

type Place = 'path' | 'query' | 'fragment';

/** What TUNE calls by another name than its parameter's. */
const PARAMETER_OF: Readonly<Record<string, string>> = {
  affiliate_id: 'aff_id',
  offer_url_id: 'url_id',
  offer_file_id: 'file_id',
};
const UNKNOWABLE = new Set([
  'country_code',
  'region_code',
  'city',
  'ip',
  'user_agent',
  'date',
  'time',
  'datetime',
  'ran',
  'params',
]);

/** What a macro of a landing page becomes: its value's bytes, percent-encoded for where they stand (R14). */
export function predictMacro(name: string, place: Place, { pairs, key, slug }: MacroKnowledge): Piece[] {
  const parameter = (wanted: string) => encodeBytes(formBytes(lastOf(pairs, wanted) ?? ''), place);
  if (UNKNOWABLE.has(name)) return [ENCODED];
  switch (name) {
    case 'agent':
      return ['agt_1'];
    case 'experiment':
      return [`exp_${slug}`];
    case 'click_id':
      return [CLICK_ID];
    case 'utm_content':
      if (key === null) return [CLICK_ID];
      return [place === 'query' ? atQuery(key) : encodeBytes(formBytes(atQuery(key)), place)];
    case 'transaction_id': {
      const given = lastOf(pairs, 'transaction_id');
      return isUsable(given) ? [encodeBytes(formBytes(given), place)] : [CLICK_ID];
    }
    case 'aff_sub':
    case 'aff_sub1':
      return [parameter('aff_sub') || parameter('aff_sub1')];
    case 'device_os':
      return parameter('device_os') === '' ? [ENCODED] : [parameter('device_os')];
    default:
      return [parameter(PARAMETER_OF[name] ?? name)];
  }
}

/** Bytes as a component of a URL. As a path segment, dots alone would climb: they become nothing. */
function encodeBytes(bytes: string, place: Place): string {
  if (place === 'path' && /^\.+$/.test(bytes)) return '';
  return bytes.replace(
    /[^A-Za-z0-9._~-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
}
