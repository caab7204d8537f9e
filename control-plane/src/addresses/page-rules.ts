import { checkLandingUrl } from '@alyson/router/domain';
import type { Context } from '../context.ts';
import { type AllowedHosts, refuseLandingHost } from '../domain/landing-hosts.ts';
import { LEADS_BACK, leadsBack, type OwnHosts } from '../domain/own-hosts.ts';
import type { Database } from '../io/database.ts';
import { addressOfHost, isPublicAddress } from '../io/public-address.ts';
import { readAllowedHosts } from './landing-hosts.store.ts';
import { readOwnHosts } from './own-hosts.ts';

/** What decides whether visitors may be sent to a page. */
export interface PageRules {
  ownHosts: OwnHosts;
  allowedHosts: AllowedHosts;
  /** Development: pages on this machine, with TLS or without. */
  allowLocalhost: boolean;
}

export async function readPageRules(db: Database, { config, workspaceId }: Context): Promise<PageRules> {
  return {
    ownHosts: await readOwnHosts(db, config),
    allowedHosts: await readAllowedHosts(db, workspaceId),
    allowLocalhost: config.environment === 'local',
  };
}

const LOCAL = /^(?:localhost|127\.0\.0\.1|.+\.localhost)$/;

/** What is wrong with a page that visitors are to be sent to, in words (C8); empty where nothing is. */
export function checkPage(url: string, { ownHosts, allowedHosts, allowLocalhost }: PageRules): readonly string[] {
  const faults = checkLandingUrl(url, { allowHttpLocalhost: allowLocalhost });
  if (faults.length > 0) return faults;
  if (leadsBack(url, ownHosts)) return [LEADS_BACK];
  // The host alone: in the path of a template there may be anything.
  const { hostname } = new URL(`https://${/^[^/]+\/\/([^/?#]*)/.exec(url)?.[1]}`);
  if (LOCAL.test(hostname) && allowLocalhost) return [];
  const address = addressOfHost(hostname);
  if (LOCAL.test(hostname) || (address !== null && !isPublicAddress(address)))
    return [`is at ${hostname}, which is not on the public internet: no visitor could reach it`];
  const refusal = refuseLandingHost(allowedHosts, hostname);
  return refusal === null ? [] : [refusal];
}
