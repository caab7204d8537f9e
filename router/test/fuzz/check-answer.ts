import { firstDifference } from './piece.ts';
import type { Landing, Prediction } from './predict-answer.ts';
import type { WireAnswer } from './send-pipelined.ts';

/** Where a link leads that leads nowhere: the deployment's own fallback. It gets no parameters (R24). */
const NO_LINK = '/link-not-active';

/** What every redirect says (R11), and nothing beside it but what a server says of itself. */
const SAID: Readonly<Record<string, RegExp>> = {
  'cache-control': /^private, no-store$/,
  'x-robots-tag': /^noindex$/,
};
const MAY_BE_SAID: Readonly<Record<string, RegExp>> = {
  // workerd leaves it out of answers to HEAD, which may be.
  'content-length': /^0$/,
  date: /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  connection: /^(?:keep-alive|close)$/,
  'keep-alive': /^timeout=\d+$/,
};

const COOKIE = /^alyson_(?:visitor=[0-9A-Za-z]{13}|\d+=[\da-f.]+); Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/;

/** What is wrong with an answer; null where nothing is. */
export function checkAnswer(answer: WireAnswer | undefined, predicted: Prediction): string | null {
  if (!answer) return 'no answer';
  if (predicted.kind === 'method_not_allowed') return answer.status === 405 ? null : `status ${answer.status}, not 405`;
  const status = predicted.kind === 'lands' ? predicted.status : 302;
  if (answer.status !== status) return `status ${answer.status}, not ${status}`;
  const locations = answer.headers.filter(([name]) => name === 'location').map(([, value]) => value);
  const [location] = locations;
  if (location === undefined || locations.length > 1) return `${locations.length} locations`;
  return (
    checkHeaders(answer, predicted) ??
    (predicted.kind === 'lands' ? checkLanding(location, predicted) : checkStray(location))
  );
}

/** What a server says of a request that it refuses itself: no redirect, and nothing of what was sent. */
export function checkRefusal(answer: WireAnswer | undefined, status: number): string | null {
  if (answer?.status !== status) return `status ${answer?.status ?? 'none'}, not the refusal ${status}`;
  if (answer.headers.some(([name]) => name === 'location')) return 'a refusal with a location';
  return /evil|utm_content/i.test(JSON.stringify(answer)) ? 'a refusal that says what was sent' : null;
}

function checkHeaders({ headers, body }: WireAnswer, predicted: Prediction): string | null {
  const mayKeep = predicted.kind === 'lands' && predicted.setsCookies;
  const isOurs = ([name, value]: readonly [string, string]) =>
    name === 'location' || (name === 'set-cookie' && mayKeep && COOKIE.test(value));
  const rest = headers.filter((header) => !isOurs(header));
  const odd = rest.find(([name, value]) => !(SAID[name] ?? MAY_BE_SAID[name])?.test(value));
  if (odd) return `header ${odd.join(': ')}`;
  const names = rest.map(([name]) => name);
  const missing = Object.keys(SAID).find((name) => !names.includes(name));
  if (missing) return `no header ${missing}`;
  if (new Set(names).size < names.length) return 'a header twice';
  return body === '' ? null : 'a body';
}

const checkStray = (location: string): string | null =>
  location === NO_LINK ? null : `leads to ${location.slice(0, 100)}, not to the fallback`;

function checkLanding(location: string, { origins, location: pieces }: Landing): string | null {
  if (/[^\x21-\x7e]/.test(location)) return 'a location that is not of visible characters';
  const readings = [readAsBrowser(location), readAsRfc(location)];
  const foreign = readings.find((reading) => !origins.includes(reading));
  if (foreign !== undefined) return `leads to ${foreign}, not to ${origins.join(' or ')}`;
  if (readings[0] !== readings[1]) return `is read as ${readings.join(' and as ')}`;
  if (pieces === null) return null;
  const at = firstDifference(location, pieces);
  return at === null ? null : `parts from what it should be at …${location.slice(Math.max(0, at - 40), at + 40)}…`;
}

/** WHATWG: backslashes are slashes, tabs are not there. */
const readAsBrowser = (location: string): string => (URL.canParse(location) ? new URL(location).origin : 'no URL');

/** RFC 3986, appendix B, and no userinfo. */
function readAsRfc(location: string): string {
  const [, scheme = '', authority = ''] = /^([^:/?#]+):\/\/([^/?#]*)/.exec(location) ?? [];
  return `${scheme}://${authority}`;
}
