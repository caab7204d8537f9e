import { nearestName } from '@alyson/router/domain';
import { POSTBACK_MACROS, type PostbackMacro, type PostbackMethod } from '@alyson/schema';
import { FILLS, type PostbackFacts, type PostbackPlace } from './postback-facts.ts';

export interface UrlRules {
  /** Development: this machine, by http and on any port. */
  allowLocal: boolean;
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/is;
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
const MACRO = /\{[^{}]*\}?|\}/g;
const KNOWN_MACRO = /\{([a-z0-9_]+)\}/g;

/** What TUNE has and no click of ours keeps, or nobody tells us. */
const NOT_KEPT: Readonly<Record<string, string>> = {
  ip: "which is not kept: visitors' addresses are not stored",
  session_ip: "which is not kept: visitors' addresses are not stored",
  user_agent: 'which is not kept of a click',
  payout: 'which is not known here: write the amount itself, or {sale_amount} for what the buyer reported',
  params: 'which is not kept of a click',
};
const NOT_KEPT_PREFIX =
  /^(affiliate_(name|ref)|offer_(name|ref|url_id|file_id)|file_(id|name)|advertiser_|adv_|aff_unique[1-5]$|city$|device_|mobile_carrier$|google_aid|ios_|android_|windows_|mac_address|odin$|open_udid$|unid$|user_id|conversion_)/;

/** What is wrong with a webhook's address, in words for whoever typed it; empty where nothing is. */
export const checkWebhookUrl = (url: string, rules: UrlRules): readonly string[] => [
  ...new Set([...checkAddress(url, rules), ...(/[{}]/.test(url) ? ['has a macro: only postbacks are filled in'] : [])]),
];

/** The same of a postback's address with its macros (C21). */
export const checkPostbackUrl = (url: string, rules: UrlRules): readonly string[] => [
  ...new Set([...checkAddress(url, rules), ...[...url.matchAll(MACRO)].flatMap(([macro]) => checkMacro(macro))]),
];

function checkAddress(url: string, { allowLocal }: UrlRules): string[] {
  const [, scheme = '', authority = '', , query = '', fragment] = URL_PARTS.exec(url) ?? [];
  if (scheme === '') return ['must be a whole address that begins with https://'];
  if (/[{}]/.test(authority))
    return ['has a macro in its host: the host must be fixed, or clicks could steer it elsewhere'];
  if (authority.includes('@')) return ['has a user name before its host: leave it out'];
  if (/[^\x21-\x7e]/.test(url)) return ['holds a space or a character that must be percent-encoded'];
  if (fragment !== undefined) return ['has a # in it: what follows is never sent'];
  if (!URL.canParse(url.replaceAll(KNOWN_MACRO, 'x'))) return [`has no valid host: "${authority}"`];
  if (/[?&][^=&]*[{}]/.test(query)) return ["has a macro in a parameter's name: only its value can be filled in"];
  if (allowLocal && LOCAL.test(authority)) return [];
  if (scheme.toLowerCase() !== 'https') return [`must begin with https://, not ${scheme.toLowerCase()}://`];
  return /:\d+$/.test(authority) && !authority.endsWith(':443') ? ['names a port: only 443 is used'] : [];
}

function checkMacro(macro: string): string[] {
  const name = macro.slice(1, -1);
  if (!macro.startsWith('{') || !macro.endsWith('}'))
    return ['has a brace without its partner: { and } may only enclose a macro'];
  if (isMacro(name)) return [];
  const why = Object.hasOwn(NOT_KEPT, name) ? NOT_KEPT[name] : undefined;
  if (why) return [`uses {${name}}, ${why}`];
  if (NOT_KEPT_PREFIX.test(name)) return [`uses {${name}}, which is not kept of a click or its events`];
  const nearest = nearestName(name, Object.keys(POSTBACK_MACROS));
  return [
    nearest ? `uses {${name}}, which is no macro; did you mean {${nearest}}?` : `uses {${name}}, which is no macro`,
  ];
}

const isMacro = (name: string): name is PostbackMacro => Object.hasOwn(POSTBACK_MACROS, name);

/** What is sent: of a `POST`, the query goes as a form. */
export interface FilledPostback {
  url: string;
  form: string | null;
}

/** Fills a checked address in a single pass: a macro that arrives in a value stays text. */
export function fillPostback(url: string, method: PostbackMethod, facts: PostbackFacts): FilledPostback {
  const mark = url.indexOf('?');
  const path = fill(mark === -1 ? url : url.slice(0, mark), 'path', facts);
  const query = mark === -1 ? '' : fill(url.slice(mark + 1), 'query', facts);
  if (method === 'POST') return { url: path, form: query };
  return { url: mark === -1 ? path : `${path}?${query}`, form: null };
}

const fill = (text: string, place: PostbackPlace, facts: PostbackFacts): string =>
  text.replace(KNOWN_MACRO, (macro, name: string) => {
    const value = isMacro(name) ? FILLS[name](facts, place) : macro;
    // `..` as a path segment climbs, however it is encoded.
    return place === 'path' && /^\.+$/.test(value) ? '' : value;
  });
