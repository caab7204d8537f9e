import { createHash } from 'node:crypto';
import { queryOf } from './call-parameters.ts';

/** What a conversion in TUNE's manner says, by name; empty values and unfilled placeholders say nothing. */
export type TuneParameters = ReadonlyMap<string, string>;

const TOKEN = 'security_token';
/** Links are pasted from HTML, with `&amp;` for `&`. */
const PASTE_ERROR = /^amp;/;

/**
 * Reads the query, and a form in the body behind it. The last of several values counts, as it does where TUNE runs.
 *
 * @param target  path and query as they came
 * @param form    a form's body; empty where there is none
 */
export function readTuneParameters(target: string, form: string): TuneParameters {
  const pairs = [queryOf(target), form].flatMap((text) => [...new URLSearchParams(text)]);
  return new Map(
    pairs
      .map(([name, value]) => [name.replace(PASTE_ERROR, ''), value.trim()] as const)
      .filter(([, value]) => value !== '' && !/^\{[^{}]*\}$/.test(value)),
  );
}

/** What is kept of a security token, here and in reports. */
export const hashTuneToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The same text, byte for byte, but for a security token: its SHA-256 stands in its place, so that no secret is kept. */
export function hideTuneToken(text: string): string {
  const mark = text.startsWith('/') ? text.indexOf('?') + 1 || text.length : 0;
  const pairs = text.slice(mark).split('&').map(hidePair);
  return text.slice(0, mark) + pairs.join('&');
}

function hidePair(pair: string): string {
  const equals = pair.indexOf('=');
  const [[name = '', value = ''] = []] = [...new URLSearchParams(pair)];
  if (equals === -1 || name.replace(PASTE_ERROR, '') !== TOKEN) return pair;
  return `${pair.slice(0, equals)}=sha256:${hashTuneToken(value.trim())}`;
}
