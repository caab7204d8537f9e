/** The visitor's side of R12, R13, R15 and R16, written from the rules and not from the router's code. */
import { DEMO_AGENTS, type DemoAgent } from './agents.ts';
import type { Visit } from './visits.ts';

export interface Landing {
  agent: DemoAgent;
  /** The `utm_content` the page was given, byte for byte. */
  key: string;
}

/** @returns where the visitor landed, or what is wrong with the address they were sent to */
export function checkLanding(visit: Visit, location: string): Landing | { fault: string } {
  const agent = DEMO_AGENTS.find(({ landingUrl }) => location.startsWith(`${landingUrl.split('?')[0]}?`));
  if (!agent) return { fault: `landed on no agent's page: ${location}` };
  const expected = expectedLocation(visit, agent);
  if (!isFilledIn(expected, location)) return { fault: `expected ${expected}\n  but got  ${location}` };
  return { agent, key: /[?&]utm_content=([^&#]+)/.exec(location)?.[1] ?? '' };
}

/** Stands where only the router knows what comes. */
const CLICK_ID = '{click_id}';

function expectedLocation({ query, affiliateId }: Visit, { landingUrl }: DemoAgent): string {
  const [, page = '', own = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(landingUrl) ?? [];
  const fixed = own.split('&').filter((pair) => pair !== '' && !isKey(pair));
  const filled = fixed.map((pair) => pair.replace('{affiliate_id}', String(affiliateId)));
  const carried = carry(query.split('&'), new Set(fixed.map(nameOf)));
  return `${page}?${[...filled, ...carried].join('&')}${fragment}`;
}

/** What the page must receive of the visitor's pairs: the same bytes in the same order, and a key in any case. */
function carry(pairs: string[], fixedNames: Set<string>): string[] {
  const kept = pairs.filter((pair) => !fixedNames.has(nameOf(pair))).map(escapeForHeader);
  if (kept.some(isUsableKey)) return kept;
  const transaction = pairs.find((pair) => nameOf(pair) === 'transaction_id');
  const key = `utm_content=${transaction?.split('=')[1] ?? CLICK_ID}`;
  const place = kept.findIndex(isKey);
  const others = kept.filter((pair) => !isKey(pair));
  return others.toSpliced(place === -1 ? others.length : place, 0, key);
}

const nameOf = (pair: string): string => pair.split('=')[0] ?? '';
const isKey = (pair: string): boolean => nameOf(pair) === 'utm_content';
const isUsableKey = (pair: string): boolean => isKey(pair) && !/^utm_content=(\{.*\}|%7b.*%7d)?$/i.test(pair);

/** Bytes that cannot stand in a header, one by one. */
const escapeForHeader = (pair: string): string =>
  pair.replace(/[^\x21\x22\x24-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

function isFilledIn(expected: string, actual: string): boolean {
  let rest = actual;
  for (const [i, text] of expected.split(CLICK_ID).entries()) {
    if (i > 0 && !/^[0-9A-Za-z]{30}/.test(rest)) return false;
    if (i > 0) rest = rest.slice(30);
    if (!rest.startsWith(text)) return false;
    rest = rest.slice(text.length);
  }
  return rest === '';
}
