/** One parameter of a query; a byte for each character. */
export interface Pair {
  readonly raw: string;
  readonly name: string;
  readonly value: string;
}

export const readQuery = (query: string): Pair[] => (query === '' ? [] : query.split('&').map(readPair));

function readPair(raw: string): Pair {
  const [name = ''] = raw.split('=', 1);
  return { raw, name: formBytes(name), value: raw.slice(name.length + 1) };
}

/** Escapes and `+` as a form reads them. */
export const formBytes = (raw: string): string =>
  raw
    .replace(/\+/g, ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Links are pasted out of HTML with `&amp;` for `&`: the router reads `amp;x` as `x`, and carries it as it came. */
const means = ({ name }: Pair, wanted: string): boolean => name === wanted || name === `amp;${wanted}`;

/** Of a repeated parameter the last counts, as in TUNE. */
export const lastOf = (pairs: readonly Pair[], name: string): string | null =>
  pairs.findLast((pair) => means(pair, name))?.value ?? null;

/** R16: neither empty nor only placeholders that nobody filled in. */
export function isUsable(value: string | null): value is string {
  if (value === null || value === '') return false;
  const braces = value.replace(/%7b/gi, '{').replace(/%7d/gi, '}');
  return !/^(?:\{+[^{}]*\}+)+$/.test(braces);
}

/** The join key: the first usable `utm_content`, else the `transaction_id`, else null (R16). */
export function keyOf(pairs: readonly Pair[]): string | null {
  const inbound = pairs.find((pair) => means(pair, 'utm_content') && isUsable(pair.value));
  if (inbound) return inbound.value;
  const transaction = lastOf(pairs, 'transaction_id');
  return isUsable(transaction) ? transaction : null;
}

/** The one change that a query's visible bytes may see: a raw `#` would end it. */
export const atQuery = (raw: string): string => raw.replaceAll('#', '%23');
