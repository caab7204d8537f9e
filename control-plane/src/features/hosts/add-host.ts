import { type endpoints, invalidField } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { hostOf } from '../../domain/own-hosts.ts';
import type { Answer } from '../../http/mount.ts';
import type { Tx } from '../../io/database.ts';
import { findPagesLike, insertHost } from './hosts.store.ts';
import { showHost } from './list-hosts.ts';

/**
 * Claims a host for the workspace. From then on it selects this workspace's links alone (R3).
 *
 * @throws ProblemError `validation_failed`, `host_taken`
 */
export async function addHost(ctx: Context, host: string): Promise<Answer<typeof endpoints.addHost>> {
  const { routerUrl, edgeUrls, apiUrl } = ctx.config;
  if ([routerUrl, apiUrl, ...edgeUrls].some((url) => hostOf(url)?.replace(/:\d+$/, '') === host))
    throw invalidField('#/host', "is this deployment's own");
  const createdAt = new Date(ctx.now());
  await ctx.db.transaction(async (tx) => {
    await refusePages(tx, ctx, host);
    await insertHost(tx, { host, workspaceId: ctx.workspaceId, createdAt });
    await appendAudit(tx, ctx, { action: 'host.added', objectId: host, objectName: host, after: { host } });
  });
  return showHost({ host, links: 0, createdAt });
}

/** A page that stands on it would lead back here. Names the experiment only to those who may know it exists. */
async function refusePages(tx: Tx, { workspaceId }: Context, host: string): Promise<void> {
  const [page] = (await findPagesLike(tx, host)).filter(({ url }) => hostOf(url) === host);
  if (!page) return;
  const whose = page.workspaceId === workspaceId ? `of “${page.experimentName}”` : 'of an experiment';
  throw invalidField('#/host', `holds a page ${whose}: its visitors would go round in circles`);
}
