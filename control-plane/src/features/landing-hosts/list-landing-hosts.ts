import { type endpoints, isHostListed, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import type { Database } from '../../io/database.ts';
import { countPagesByHost, findLandingHosts } from './landing-hosts.store.ts';

type Shown = Answer<typeof endpoints.listLandingHosts>;

/** Hosts that landing pages may stand on, and what stands on them. */
export async function listLandingHosts(ctx: Context): Promise<Shown> {
  return showLandingHosts(ctx, ctx.db);
}

/** @param db  the transaction, where they have just been changed in one */
export async function showLandingHosts({ workspaceId }: Context, db: Database): Promise<Shown> {
  const listed = await findLandingHosts(db, workspaceId);
  const used = await countPagesByHost(db, workspaceId);
  const names = listed.map(({ host }) => host);
  return {
    items: listed.map(({ host, createdAt }) => ({
      host,
      pages: used.reduce((sum, page) => sum + (isHostListed([host], page.host) ? page.pages : 0), 0),
      createdAt: toTimestamp(createdAt.getTime()),
    })),
    unlisted: used.filter(({ host }) => !isHostListed(names, host)),
  };
}
