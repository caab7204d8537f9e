import { type endpoints, HOUR_MS, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { showSource } from './list-sources.ts';
import { makeSecret } from './source-secret.ts';
import { findSource, lockSource, updateSource } from './sources.store.ts';

type RotateSecret = typeof endpoints.rotateSegmentSecret;

/**
 * Gives a source another secret, in this answer and nowhere else. The one before it opens until Segment has the new one; an
 * older one ends at once.
 *
 * @throws ProblemError `not_found`
 */
export function rotateSecret(
  ctx: Context,
  { params: { segmentSourceId }, body: { overlapHours } }: Input<RotateSecret>,
): Promise<Answer<RotateSecret>> {
  const { secret, sealed } = makeSecret(ctx);
  return ctx.db.transaction(async (tx) => {
    const before = await lockSource(tx, ctx.workspaceId, segmentSourceId);
    if (!before) throw new ProblemError('not_found');
    const { id, name, sealedSecret } = before;
    await updateSource(tx, id, {
      sealedSecret: sealed,
      sealedPreviousSecret: overlapHours > 0 ? sealedSecret : null,
      previousSecretUntil: overlapHours > 0 ? new Date(ctx.now() + overlapHours * HOUR_MS) : null,
    });
    const after = { overlapHours };
    await appendAudit(tx, ctx, { action: 'segment_source.secret_rotated', objectId: id, objectName: name, after });
    const source = await findSource(tx, ctx.workspaceId, id);
    if (!source) throw new ProblemError('not_found');
    return { source: showSource(ctx.config, source), secret };
  });
}
