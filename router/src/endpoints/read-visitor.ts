import { isbotMatch } from 'isbot';
import type { VisitorRecord } from '../domain/describe-click.ts';
import { classifyDevice, type Device } from '../domain/device.ts';
import type { VisitorFacts } from '../domain/macros.ts';
import type { Inbound } from '../io/inbound.ts';

interface Client extends Device {
  readonly bot: string | null;
}

/** What is recorded of a visitor. @param hashAddress  a keyed hash: the address itself goes nowhere */
export function readVisitor(inbound: Inbound, hashAddress: (address: string) => string): VisitorRecord {
  const userAgent = inbound.header('user-agent');
  const client = userAgent ? classifyClient(userAgent) : null;
  const botReason = prefetchOf(inbound) ?? (client ? client.bot : 'no_user_agent');
  return {
    country: inbound.place.country?.slice(0, 2) ?? null,
    region: inbound.place.region?.slice(0, 500) ?? null,
    deviceClass: client?.deviceClass ?? null,
    os: client?.os ?? null,
    browser: client?.browser ?? null,
    language: languageOf(inbound.header('accept-language')),
    referrerHost: hostOf(inbound.header('referer')),
    isBot: botReason !== null,
    botReason,
    addressHash: inbound.address === null ? null : hashAddress(inbound.address),
  };
}

/** What a landing page's macros may ask of a visitor. Nothing of this is kept. */
export function readVisitorFacts(inbound: Inbound): VisitorFacts {
  const userAgent = inbound.header('user-agent');
  const os = userAgent ? classifyClient(userAgent).os : null;
  return { ...inbound.place, address: inbound.address, userAgent, os };
}

const MOST_CLIENTS = 4_096;
const LONGEST_CLIENT = 512;
const clients = new Map<string, Client>();

/** A few thousand user agents make nearly all traffic, so each is classified once. */
function classifyClient(userAgent: string): Client {
  const text = userAgent.slice(0, LONGEST_CLIENT);
  const known = clients.get(text);
  if (known) return known;
  const match = isbotMatch(text);
  const client = { ...classifyDevice(text), bot: match === null ? null : `user_agent:${match.slice(0, 60)}` };
  if (clients.size >= MOST_CLIENTS) clients.clear();
  clients.set(text, client);
  return client;
}

const PREFETCH_HEADERS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/** Browsers that fetch ahead of a person, and previews of a link, say so in one of these (R4). */
function prefetchOf(inbound: Inbound): string | null {
  for (const name of PREFETCH_HEADERS) {
    const purpose = /prefetch|prerender|preview/i.exec(inbound.header(name) ?? '');
    if (purpose) return purpose[0].toLowerCase();
  }
  return null;
}

const languageOf = (header: string | null): string | null =>
  /^\s*([a-z]{1,8}(?:-[a-z0-9]{1,8}){0,2})\b/i.exec(header ?? '')?.[1]?.slice(0, 20) ?? null;

const hostOf = (referrer: string | null): string | null =>
  /^https?:\/\/([^/?#@:\s]{1,255})(?:[/?#:]|$)/i.exec(referrer ?? '')?.[1]?.toLowerCase() ?? null;
