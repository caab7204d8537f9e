import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { lockSource, updateSource } from './sources.store.ts';

type RemoveSource = typeof endpoints.removeSegmentSource;

/** Closes a source's address for good; what it brought stays. @throws ProblemError `not_found` */
export function removeSource(
  ctx: Context,
  { params: { segmentSourceId } }: Input<RemoveSource>,
): Promise<Answer<RemoveSource>> {
  return ctx.db.transaction(async (tx) => {
    const source = await lockSource(tx, ctx.workspaceId, segmentSourceId);
    if (!source) throw new ProblemError('not_found');
    const { id, name } = source;
    await updateSource(tx, id, { removedAt: new Date(ctx.now()) });
    await appendAudit(tx, ctx, { action: 'segment_source.removed', objectId: id, objectName: name, before: { name } });
    return { removed: true };
  });
}
