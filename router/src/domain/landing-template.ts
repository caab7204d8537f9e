import { formDecode } from './form-decode.ts';
import { MACROS, type MacroFacts, type Place, UNFILLABLE_MACROS } from './macros.ts';
import { nearestName } from './nearest-name.ts';
import { encodeComponent } from './percent-encode.ts';
import { bitOfName } from './raw-query.ts';

/** A piece of a landing-page URL: text that stands as it is, or a macro with the place it stands in. */
type Part = string | Macro;

interface Macro {
  readonly macro: string;
  readonly place: Place;
}

/** A landing-page URL, parsed once: what stands before the visitor's query and what after it. */
export interface LandingTemplate {
  /** From the scheme up to the `?` or `&` after which the visitor's query goes. Always begins with scheme and host. */
  readonly before: readonly Part[];
  /** The fragment with its `#`, or nothing (R15). */
  readonly after: readonly Part[];
  readonly hasMacros: boolean;
  /** Names of parameters that the template fixes; the visitor's of the same name are left out (R13). */
  readonly fixedNames: ReadonlySet<string>;
  /** `bitOfName` of these. */
  readonly fixedBits: number;
  /** As a Host header names it: in lower case, and with its port unless that goes without saying. */
  readonly host: string;
}

export type ParsedLandingUrl =
  | { readonly template: LandingTemplate; readonly problems: readonly [] }
  | { readonly template: null; readonly problems: readonly string[] };

export interface LandingUrlRules {
  /** Development: pages on this machine without TLS. */
  readonly allowHttpLocalhost: boolean;
}

/**
 * What is wrong with a landing-page URL, in words for the person who typed it; empty where nothing is. To be asked when
 * an experiment is saved (R14).
 */
export const checkLandingUrl = (url: string, rules: LandingUrlRules): readonly string[] => [
  ...parseLandingUrl(url, rules).problems,
  ...Array.from(
    findEncodedMacros(url),
    (name) => `holds {${name}} percent-encoded: write it with braces, or it will not be filled in`,
  ),
];

const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;
const AUTHORITY = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::([0-9]{1,5}))?$/i;
const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1']);
const MACRO = /\{[^{}]*\}?|\}/g;
const ENCODED_MACRO = /%7b([a-z0-9_]+)%7d/gi;

/** @returns the template, or every problem that keeps the URL from being one */
export function parseLandingUrl(url: string, rules: LandingUrlRules): ParsedLandingUrl {
  const [, scheme = '', authority = '', path = '', query, fragment] = URL_PARTS.exec(url) ?? [];
  if (scheme === '') return { template: null, problems: ['must be a whole address that begins with https://'] };
  const origin = `${scheme.toLowerCase()}://${authority.toLowerCase()}`;
  const segments = (query ?? '').split('&').filter((segment) => segment !== '' && segment !== '{params}');
  const problems = [
    ...checkOrigin(scheme.toLowerCase(), authority, rules),
    ...checkText(url),
    ...[path, ...segments, fragment ?? ''].flatMap(checkMacros),
    ...segments.map(rawNameOf).flatMap(checkName),
  ];
  if (problems.length > 0) return { template: null, problems: [...new Set(problems)] };
  return { template: compile(origin, path, segments, fragment), problems: [] };
}

function compile(
  origin: string,
  path: string,
  segments: readonly string[],
  fragment: string | undefined,
): LandingTemplate {
  // The page's own utm_content only says where the join key belongs: the visitor's is carried, or one is added (R16).
  const kept = segments.filter((segment) => nameOf(segment) !== 'utm_content');
  const query = kept.length > 0 ? `${kept.join('&')}&` : '';
  const names = kept.map(nameOf);
  const before = merge([origin, ...partsOf(path, 'path'), '?', ...partsOf(query, 'query')]);
  const after = fragment === undefined ? [] : merge(['#', ...partsOf(fragment, 'fragment')]);
  return {
    before,
    after,
    hasMacros: [...before, ...after].some((part) => typeof part !== 'string'),
    fixedNames: new Set(names),
    fixedBits: names.reduce((bits, name) => bits | bitOfName(name), 0),
    host: new URL(origin).host,
  };
}

const rawNameOf = (segment: string): string => segment.split('=', 1)[0] ?? '';

const nameOf = (segment: string): string => formDecode(rawNameOf(segment));

/** The same page without a parameter: it fixes it by having none, so the visitor's is left out, too. */
export const withoutParameter = (template: LandingTemplate, name: string): LandingTemplate => ({
  ...template,
  fixedNames: new Set([...template.fixedNames, name]),
  fixedBits: template.fixedBits | bitOfName(name),
});

/** Splits a text at its macros. What cannot stand in a header is percent-encoded here, once. */
function partsOf(text: string, place: Place): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(MACRO)) {
    parts.push(makeSafe(text.slice(end, match.index)), { macro: match[0].slice(1, -1), place });
    end = match.index + match[0].length;
  }
  return [...parts, makeSafe(text.slice(end))];
}

const makeSafe = (text: string): string => text.replace(/[^\x21-\x7e]/gu, encodeComponent);

/** Joins neighbouring texts, so that a template without macros is a single one. */
function merge(parts: readonly Part[]): Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else if (part !== '') merged.push(part);
  }
  return merged;
}

function checkOrigin(scheme: string, authority: string, { allowHttpLocalhost }: LandingUrlRules): string[] {
  if (/[{}]/.test(authority))
    return ['has a macro in its host: the host must be fixed, or links could be steered elsewhere'];
  if (authority.includes('@')) return ['has a user name before its host: leave it out'];
  const [, host = '', port = '443'] = AUTHORITY.exec(authority) ?? [];
  if (!isRead(host)) return [`has no valid host: "${authority}"`];
  if (Number(port) < 1 || Number(port) > 65535) return [`has no valid port: "${port}"`];
  const isLocal = LOCAL_HOSTS.has(host.toLowerCase());
  if (scheme === 'https' || (scheme === 'http' && isLocal && allowHttpLocalhost)) return [];
  return [`must begin with https://, not ${scheme}://`];
}

/** Whether a browser reads a host as it is written: `0x7f.1` it takes for another, and `256.1.1.1` for none. */
function isRead(host: string): boolean {
  const url = `https://${host}/`;
  return URL.canParse(url) && new URL(url).hostname === host.toLowerCase();
}

function checkText(url: string): string[] {
  if (url !== url.trim()) return ['begins or ends with a space'];
  return /\p{Cc}/u.test(url) ? ['holds a line break or another control character'] : [];
}

const checkMacros = (text: string): string[] => [...text.matchAll(MACRO)].flatMap(([macro]) => checkMacro(macro));

function checkMacro(macro: string): string[] {
  const name = macro.slice(1, -1);
  if (!macro.startsWith('{') || !macro.endsWith('}'))
    return ['has a brace without its partner: { and } may only enclose a macro'];
  if (MACROS.has(name)) return [];
  if (UNFILLABLE_MACROS.has(name)) return [`uses {${name}}, which a click does not carry`];
  const nearest = nearestName(name, [...MACROS.keys()]);
  return [
    nearest ? `uses {${name}}, which is no macro; did you mean {${nearest}}?` : `uses {${name}}, which is no macro`,
  ];
}

/** Names of macros that somebody meant to write, each once. To a visitor's click they are text like any other. */
function findEncodedMacros(url: string): ReadonlySet<string> {
  const names = [...url.matchAll(ENCODED_MACRO)].map(([, name = '']) => name.toLowerCase());
  return new Set(names.filter((name) => MACROS.has(name)));
}

const checkName = (name: string): string[] =>
  /[{}]/.test(name) ? ["has a macro in a parameter's name: only its value can be filled in"] : [];

/** Fills in one run of parts, in a single pass: a macro that arrives in a value stays text. */
export function fillParts(parts: readonly Part[], facts: MacroFacts | null): string {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : facts === null ? '' : fillMacro(part, facts);
  return text;
}

function fillMacro({ macro, place }: Macro, facts: MacroFacts): string {
  const value = MACROS.get(macro)?.(facts, place) ?? '';
  // `..` as a path segment climbs, however it is encoded: a visitor must not choose another folder of the page's host.
  return place === 'path' && /^\.+$/.test(value) ? '' : value;
}
