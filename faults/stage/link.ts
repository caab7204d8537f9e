import type { Release } from '@alyson/schema';
import { anAgent, aRelease } from '../../router/test/sample-bundle.ts';

/** The tracking link that all clicks follow, its address in a bundle, and where it may lead. */
export const LINK = '/aff_c?offer_id=1048&aff_id=3';
export const LINKS = { '*/aff_c/1048': 'exp_a' };
const PAGE = 'https://lp.example.com/';
export const PAGES: ReadonlySet<string> = new Set([`${PAGE}1`, `${PAGE}2`]);
/** Where a paused experiment leads. */
export const FALLBACK = `${PAGE}fallback`;

/** A release of two agents whose pages say by which release they were chosen. */
export const releaseNumbered = (number: number, change: Partial<Release> = {}) =>
  aRelease({
    number,
    agents: [1, 2].map((agent) => anAgent(agent, { landingUrl: `${PAGE}${agent}?release=${number}` })),
    ...change,
  });
