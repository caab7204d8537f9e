import { type FieldProblem, isHostListed } from '@alyson/schema';

/** Hosts that a workspace's visitors may be sent to (C8): names, and `*.` for all below one. None: any public host. */
export type AllowedHosts = readonly string[];

const MOST_NAMED = 5;

/** Why a page may not stand on a host, with the fix; null where it may. @param host  without port */
export function refuseLandingHost(hosts: AllowedHosts, host: string): string | null {
  if (hosts.length === 0 || isHostListed(hosts, host)) return null;
  const more = hosts.length > MOST_NAMED ? ` and ${hosts.length - MOST_NAMED} more` : '';
  const allowed = `${hosts.slice(0, MOST_NAMED).join(', ')}${more}`;
  return `is on ${host}, which this workspace does not allow (it allows ${allowed}); an admin can add it under Settings, Landing hosts`;
}

/** The hosts that a link may send to by its own parameter. @param pointer  of the link, e.g. `#/links/0` */
export const checkDeepLinkHosts = (
  { deepLinkHosts = [] }: { deepLinkHosts?: readonly string[] | undefined },
  hosts: AllowedHosts,
  pointer: string,
): FieldProblem[] =>
  deepLinkHosts.flatMap((host, index) => {
    const detail = refuseLandingHost(hosts, host);
    return detail === null ? [] : [{ pointer: `${pointer}/deepLinkHosts/${index}`, detail }];
  });
