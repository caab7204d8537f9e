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

/** Where a link sends visitors besides its agents' pages. */
interface SendingLink {
  beforeTune?: { host: string } | null | undefined;
  deepLinkHosts?: readonly string[] | undefined;
  handBackUrl?: string | null | undefined;
}

/** The hosts that a link itself sends to: by its own parameter, and to TUNE. @param pointer  of the link, e.g. `#/links/0` */
export function checkLinkHosts(
  { beforeTune, deepLinkHosts = [], handBackUrl }: SendingLink,
  hosts: AllowedHosts,
  pointer: string,
): FieldProblem[] {
  const named = [
    ...deepLinkHosts.map((host, index) => [`deepLinkHosts/${index}`, host] as const),
    ...(beforeTune ? [['beforeTune/host', beforeTune.host] as const] : []),
    ...(handBackUrl && URL.canParse(handBackUrl) ? [['handBackUrl', new URL(handBackUrl).hostname] as const] : []),
  ];
  return named.flatMap(([field, host]) => {
    const detail = refuseLandingHost(hosts, host);
    return detail === null ? [] : [{ pointer: `${pointer}/${field}`, detail }];
  });
}
