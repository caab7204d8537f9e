import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { findHosts, type HostSummary } from './hosts.store.ts';

/** Hosts on which the workspace can have links of its own, by name. */
export async function listHosts({ db, workspaceId }: Context): Promise<Answer<typeof endpoints.listHosts>> {
  return { items: (await findHosts(db, workspaceId)).map(showHost) };
}

export const showHost = ({ host, links, createdAt }: HostSummary): Answer<typeof endpoints.addHost> => ({
  host,
  links,
  createdAt: toTimestamp(createdAt.getTime()),
});
