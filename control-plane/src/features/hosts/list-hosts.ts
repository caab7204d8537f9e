import { type endpoints, toTimestamp } from '@alyson/schema';
import { authorize, type Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { findHosts, type HostSummary } from './hosts.store.ts';

/** Hosts on which the workspace can have links of its own, by name. @throws ProblemError `forbidden` */
export async function listHosts({ actor, db, workspaceId }: Context): Promise<Answer<typeof endpoints.listHosts>> {
  authorize(actor, 'experiment:read');
  return { items: (await findHosts(db, workspaceId)).map(showHost) };
}

export const showHost = ({ host, links, createdAt }: HostSummary): Answer<typeof endpoints.addHost> => ({
  host,
  links,
  createdAt: toTimestamp(createdAt.getTime()),
});
