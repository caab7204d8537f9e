/** Hosts by which clicks come to us, in lower case, with their port where it is not the scheme's own. */
export type OwnHosts = ReadonlySet<string>;

/** Why a page on one of our own hosts is refused. */
export const LEADS_BACK = 'leads back to this router: clicks would go round in circles';

/** Whether a page is on a host of ours, so that its visitors would be redirected again, and again. */
export function leadsBack(url: string, ownHosts: OwnHosts): boolean {
  const host = hostOf(url);
  return host !== null && ownHosts.has(host);
}

/** @returns null for what is no address */
export const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);
