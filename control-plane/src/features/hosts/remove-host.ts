import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import { deleteHost, lockHost } from './hosts.store.ts';
import { showHost } from './list-hosts.ts';

/** Gives a host up; another workspace can then have it. @throws ProblemError `not_found`, `host_in_use` */
export function removeHost(ctx: Context, name: string): Promise<Answer<typeof endpoints.removeHost>> {
  return ctx.db.transaction(async (tx) => {
    const host = await lockHost(tx, ctx.workspaceId, name);
    if (!host) throw new ProblemError('not_found');
    const { links } = host;
    if (links > 0)
      throw new ProblemError(
        'host_in_use',
        `${links} ${links === 1 ? 'link stands' : 'links stand'} on it. Remove them first.`,
      );
    await deleteHost(tx, name);
    await appendAudit(tx, ctx, { action: 'host.removed', objectId: name, objectName: name, before: { host: name } });
    return showHost(host);
  });
}
