import { type endpoints, isHostListed, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { deleteLandingHost } from './landing-hosts.store.ts';
import { showLandingHosts } from './list-landing-hosts.ts';

/** Allows a host no longer. @throws ProblemError `not_found`, `host_in_use` */
export function removeLandingHost(ctx: Context, host: string): Promise<Answer<typeof endpoints.removeLandingHost>> {
  return ctx.db.transaction(async (tx) => {
    if (!(await deleteLandingHost(tx, ctx.workspaceId, host))) throw new ProblemError('not_found');
    const shown = await showLandingHosts(ctx, tx);
    const left = shown.unlisted.filter((page) => isHostListed([host], page.host));
    const pages = left.reduce((sum, page) => sum + page.pages, 0);
    if (pages > 0)
      throw new ProblemError(
        'host_in_use',
        `${pages === 1 ? '1 landing page stands' : `${pages} landing pages stand`} on it. Archive the experiments first, or give them other pages.`,
      );
    const change = { action: 'landing_host.removed', objectId: host, objectName: host, before: { host } };
    await appendAudit(tx, ctx, change);
    return shown;
  });
}
