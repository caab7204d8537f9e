import { ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { requireVersion } from '../../refusals.ts';
import {
  type DestinationKind,
  type DestinationSummary,
  lockDestination,
  updateDestination,
} from './destination-list.store.ts';
import { requireDestination } from './list-destinations.ts';

/** Nothing more is sent to it; what waits is given up in its time. @throws ProblemError `not_found`, `stale_version` */
export function removeDestination(
  ctx: Context,
  id: string,
  kind: DestinationKind,
  ifMatch: number,
): Promise<DestinationSummary> {
  return ctx.db.transaction(async (tx) => {
    const before = await lockDestination(tx, ctx.workspaceId, id, kind);
    if (!before) throw new ProblemError('not_found');
    requireVersion(before, ifMatch);
    const shown = await requireDestination({ ...ctx, db: tx }, id, kind);
    await updateDestination(tx, id, { removedAt: new Date(ctx.now()) });
    const { name, url } = before;
    await appendAudit(tx, ctx, { action: `${kind}.removed`, objectId: id, objectName: name, before: { name, url } });
    ctx.publishChange({ topic: 'destination', experimentIds: [], count: 1 });
    return shown;
  });
}
