import type { Click } from '@alyson/schema';
import { STARTED_AT } from './test-control-plane.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
let made = 0;

/** A click id that no other click of this run has. */
export function nextClickId(): string {
  made += 1;
  let digits = '';
  for (let rest = made; rest > 0; rest = Math.floor(rest / 62)) digits = ALPHABET.charAt(rest % 62) + digits;
  return `a${digits.padStart(29, '0')}`;
}

/** A person's click as a router would deliver it, with a key of its own. */
export function makeClick(changes: Partial<Click> = {}): Click {
  const id = changes.id ?? nextClickId();
  return {
    id,
    at: STARTED_AT - 60_000,
    edge: 'test',
    workspaceId: null,
    linkId: null,
    experimentId: null,
    agentId: null,
    releaseNumber: 1,
    releaseAgeMs: 10,
    reason: 'split',
    ruleId: null,
    visitorId: null,
    propensity: { owner: 5000, survivors: 10_000 },
    utmContent: `key-of-${id}`,
    keySource: 'inbound',
    otherUtmContents: [],
    offerId: '77',
    affiliateId: '12',
    source: null,
    subs: ['s1', null, null, null, 's5'],
    transactionId: null,
    affiliateClickId: null,
    country: 'US',
    region: 'CA',
    deviceClass: 'mobile',
    os: 'iOS',
    browser: 'Safari',
    language: 'en',
    referrerHost: null,
    isBot: false,
    botReason: null,
    addressHash: null,
    ...changes,
  };
}
