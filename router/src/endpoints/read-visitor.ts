import { isbotMatch } from 'isbot';
import { remember } from '../bounded-memory.ts';
import { applyHints, type ClientHints, classifyDevice, type Device } from '../domain/device.ts';
import type { VisitorFacts } from '../domain/macros.ts';
import { toStorable } from '../domain/storable-text.ts';
import type { Inbound, Place } from '../io/inbound.ts';

/**
 * What is recorded of a visitor: the last fields of a `Click` in JSON, each behind a comma (R24). What is null is left out.
 *
 * @param hashAddress  a keyed hash: the address itself goes nowhere
 */
export function describeVisitor(inbound: Inbound, hashAddress: (address: string) => string): string {
  const client = clientOf(inbound);
  const prefetch = prefetchOf(inbound);
  const { address, place } = inbound;
  return (
    placePart(place) +
    client.devicePart +
    (prefetch === null ? client.botPart : botPart(prefetch)) +
    languagePart(inbound.header('accept-language')) +
    referrerPart(inbound.header('referer')) +
    (address === null ? '' : `,"addressHash":"${hashAddress(address)}"`)
  );
}

/** What rules and macros may ask of a visitor. Nothing of this is kept. */
export function readVisitorFacts(inbound: Inbound): VisitorFacts {
  const userAgent = inbound.header('user-agent');
  const { deviceClass = null, os = null, browser = null } = clientOf(inbound).device;
  const { address, place } = inbound;
  const language = languageOf(inbound.header('accept-language') ?? '');
  return { ...place, address, userAgent, deviceClass, os, browser, language };
}

/** What a user agent tells, read once. */
interface Client {
  readonly device: Partial<Device>;
  readonly bot: string | null;
  /** Device class, system and browser; whether it is a bot and why: fields of JSON, each behind a comma. */
  readonly devicePart: string;
  readonly botPart: string;
  /** The same user agent with hints beside it, by what they say. */
  readonly hinted: Map<string, Client>;
}

/** The beginning of a user agent tells as much. */
const READ_AT_MOST = 512;
/** A few thousand user agents, languages and referrers make nearly all traffic, so each is read once. */
const MOST_REMEMBERED = 4_096;
/** A user agent comes with one or two, short ones; who sends others is playing. */
const MOST_HINTS = 8;
const LONGEST_HINTS = 32;

const classify = remember(MOST_REMEMBERED, (userAgent: string): Client => {
  const match = isbotMatch(userAgent.slice(0, READ_AT_MOST));
  return describeClient(classifyDevice(userAgent), match === null ? null : `user_agent:${match.slice(0, 60)}`);
});

function describeClient(device: Partial<Device>, bot: string | null): Client {
  const { deviceClass = null, os = null, browser = null } = device;
  const devicePart = part('deviceClass', deviceClass) + part('os', os) + part('browser', browser);
  return { device, bot, devicePart, botPart: bot === null ? '' : botPart(bot), hinted: new Map() };
}

function clientOf(inbound: Inbound): Client {
  const userAgent = inbound.header('user-agent');
  if (!userAgent) return NO_CLIENT;
  const client = classify(userAgent);
  const mobile = inbound.header('sec-ch-ua-mobile');
  const platform = inbound.header('sec-ch-ua-platform');
  return mobile === null && platform === null ? client : heedHints(client, { mobile, platform });
}

function heedHints(client: Client, hints: ClientHints): Client {
  const key = `${hints.mobile}${hints.platform}`;
  const known = client.hinted.get(key);
  if (known) return known;
  const { deviceClass = 'other', os = null, browser = null } = client.device;
  const hinted = describeClient(applyHints({ deviceClass, os, browser }, hints), client.bot);
  if (client.hinted.size < MOST_HINTS && key.length <= LONGEST_HINTS) client.hinted.set(key, hinted);
  return hinted;
}

const part = (name: string, value: string | null): string =>
  value === null ? '' : `,"${name}":${JSON.stringify(toStorable(value))}`;

/** Stands in a bot's record, and in no other: what a visitor sends stands there with its quotes escaped. */
export const IS_BOT = ',"isBot":true';

const botPart = (reason: string): string => IS_BOT + part('botReason', reason);

const NO_CLIENT = describeClient({}, 'no_user_agent');

const placePart = ({ country, region }: Place): string =>
  country === null && region === null
    ? ''
    : part('country', country?.slice(0, 2) ?? null) + part('region', region?.slice(0, 500) ?? null);

const PREFETCH_HEADERS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/** Browsers that fetch ahead of a person, and previews of a link, say so in one of these (R4). */
function prefetchOf(inbound: Inbound): string | null {
  for (const name of PREFETCH_HEADERS) {
    const header = inbound.header(name);
    const purpose = header === null ? null : /prefetch|prerender|preview/i.exec(header);
    if (purpose) return purpose[0].toLowerCase();
  }
  return null;
}

const languageOf = (header: string): string | null =>
  /^\s*([a-z]{1,8}(?:-[a-z0-9]{1,8}){0,2})\b/i.exec(header)?.[1]?.slice(0, 20) ?? null;

const hostOf = (referrer: string): string | null =>
  /^https?:\/\/([^/?#@:\s]{1,255})(?:[/?#:]|$)/i.exec(referrer)?.[1]?.toLowerCase() ?? null;

/** Reads one fact out of a header as a field of JSON. */
function headerReader(name: string, read: (header: string) => string | null): (header: string | null) => string {
  const field = remember(MOST_REMEMBERED, (header) => part(name, read(header)));
  return (header) => (header === null ? '' : field(header));
}

const languagePart = headerReader('language', languageOf);
const referrerPart = headerReader('referrerHost', hostOf);
