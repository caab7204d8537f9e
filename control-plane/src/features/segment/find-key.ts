import { isUsable } from '@alyson/router/domain';
import { isRecord, type JsonRecord } from './json-record.ts';

/**
 * The `utm_content` of a message, in the order in which its places are to be believed: what the landing page says itself,
 * what Segment's library found in the page's address, and that address. An address is decoded once; the others came
 * decoded. Placeholders that nobody filled in are passed over.
 */
export function findKey({ properties, context }: JsonRecord): string | null {
  const at = (value: unknown, name: string) => (isRecord(value) ? value[name] : undefined);
  const page = at(context, 'page');
  const places = [
    [at(properties, 'utm_content')],
    [at(at(context, 'campaign'), 'content')],
    inQuery(at(page, 'search')),
    inQuery(at(page, 'url')),
  ].flat();
  return places.find((value): value is string => typeof value === 'string' && isUsable(value)) ?? null;
}

/** @param address  a whole one, or its query alone */
function inQuery(address: unknown): string[] {
  if (typeof address !== 'string') return [];
  const query = address.slice(address.indexOf('?') + 1).split('#', 1)[0] ?? '';
  return query
    .split('&')
    .filter((pair) => pair.startsWith(`${NAME}=`))
    .map((pair) => decodeOnce(pair.slice(NAME.length + 1)));
}

const NAME = 'utm_content';

/** As a form is decoded; what is no UTF-8 stays as it stands, and is a form under which clicks are found, too. */
function decodeOnce(raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    return raw;
  }
}
