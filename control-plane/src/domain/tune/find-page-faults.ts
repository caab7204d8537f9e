import { checkLandingUrl, MACROS } from '@alyson/router/domain';
import type { TuneFindingCode } from '@alyson/schema';
import { LEADS_BACK } from '../own-hosts.ts';

export interface PageFault {
  readonly code: TuneFindingCode;
  readonly detail: string;
}

export interface PageRules {
  /** What keeps visitors from being sent to an address, in words: the rules that a person's own page is held to. */
  checkPage(url: string): readonly string[];
}

/** Why an address of TUNE's cannot be an agent's landing page, by kind, so that a person can be told what to do. */
export function findPageFaults(url: string, { checkPage }: PageRules): PageFault[] {
  const details = checkPage(url);
  if (details.length === 0) return [];
  if (details.includes(LEADS_BACK)) return [{ code: 'leads_back', detail: `The address ${LEADS_BACK}.` }];
  const isAddress = checkLandingUrl(url, { allowHttpLocalhost: true }).length === 0;
  const code = isAddress && !url.startsWith('http:') ? 'host_not_allowed' : codeOf(url);
  const detail = `The address ${details.join('; and it ')}`;
  return [{ code, detail: detail.endsWith('?') ? detail : `${detail}.` }];
}

function codeOf(url: string): TuneFindingCode {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1] ?? '';
  if (/[{}]/.test(authority)) return 'macro_in_host';
  const names = Array.from(url.matchAll(/\{([^{}]*)\}/g), ([, name = '']) => name);
  if (names.some((name) => name !== 'params' && !MACROS.has(name))) return 'macro_unknown';
  return /^http:/i.test(url) ? 'page_not_https' : 'page_invalid';
}

const KEY_MACROS = /\{(?:utm_content|transaction_id|click_id)\}/;
const KEY_PARAMETER = /[?&]utm_content=/i;

/** Whether a page is given what its visits are joined by: a `utm_content`, or an id under another name. */
export const hasJoinKey = (url: string): boolean => KEY_PARAMETER.test(url) || KEY_MACROS.test(url);
