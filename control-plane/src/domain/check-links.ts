import { checkLandingUrl } from '@alyson/router/domain';
import { agentLetter, type FieldProblem, type Link, linkAddress, OWN_HOST } from '@alyson/schema';
import { LEADS_BACK, leadsBack, type OwnHosts } from './own-hosts.ts';

type Addressed = Pick<Link, 'kind' | 'value' | 'host'>;
type Followed = Pick<Link, 'beforeTune' | 'deepLinkHosts' | 'handBackUrl'>;

/** Where a bundle holds a link, and in what no two links are alike. */
export const addressOfLink = ({ kind, value, host }: Addressed): string => linkAddress(host ?? OWN_HOST, kind, value);

/** @param hosts  of the workspace */
export const refuseHost = ({ host }: Addressed, hosts: ReadonlySet<string>): string | null =>
  host === null || hosts.has(host) ? null : 'is not a host of this workspace; an admin can add it under Links';

/** What a link leads to besides the agents' pages. @param pointer  of the link, e.g. `#/links/0` */
export function checkFollowed(link: Partial<Followed>, ownHosts: OwnHosts, pointer: string): FieldProblem[] {
  const { beforeTune, deepLinkHosts = [], handBackUrl } = link;
  const faults = deepLinkHosts.flatMap((host, index) =>
    ownHosts.has(host) ? [{ pointer: `${pointer}/deepLinkHosts/${index}`, detail: LEADS_BACK }] : [],
  );
  if (beforeTune && ownHosts.has(beforeTune.host))
    faults.push({ pointer: `${pointer}/beforeTune/host`, detail: LEADS_BACK });
  if (handBackUrl)
    faults.push(
      ...checkHandBack(handBackUrl, ownHosts).map((detail) => ({ pointer: `${pointer}/handBackUrl`, detail })),
    );
  return faults;
}

function checkHandBack(url: string, ownHosts: OwnHosts): readonly string[] {
  const details = checkLandingUrl(url, { allowHttpLocalhost: false });
  return details.length === 0 && leadsBack(url, ownHosts) ? [LEADS_BACK] : details;
}

/**
 * Why TUNE could not tell the agents' pages apart where it follows; null where it can. An agent without a `url_id` is the
 * offer's default page, so there can be one of those.
 */
export function refuseTunePages(
  agents: readonly { number: number; tuneUrlId: string | null }[],
  links: readonly Partial<Followed>[],
): string | null {
  if (!links.some(({ beforeTune }) => beforeTune)) return null;
  const letters = agents.filter(({ tuneUrlId }) => tuneUrlId === null).map(({ number }) => agentLetter(number));
  if (letters.length < 2) return null;
  const names = `${letters.slice(0, -1).join(', ')} and ${letters.at(-1)}`;
  return `TUNE tells pages apart by url_id, and agents ${names} have none. Only one can be the offer's default page: give the others theirs under Settings, Agents.`;
}

/** Two agents cannot share a `url_id`: it names one page. @returns the faults by the agents' places */
export function checkUrlIds(agents: readonly { number: number; tuneUrlId: string | null }[]): FieldProblem[] {
  return agents.flatMap(({ tuneUrlId }, index) => {
    const first = tuneUrlId === null ? index : agents.findIndex((agent) => agent.tuneUrlId === tuneUrlId);
    if (first === index) return [];
    const letter = agentLetter(agents[first]?.number ?? 1);
    return [{ pointer: `#/agents/${index}/tuneUrlId`, detail: `is agent ${letter}'s already` }];
  });
}
