import { type endpoints, ProblemError } from '@alyson/schema';
import { appendAudit } from '../../../audit/append-audit.ts';
import { authorize, type Context } from '../../../context.ts';
import type { Answer, Input } from '../../../http/mount.ts';
import { invalidFields } from '../../../http/validate.ts';
import { compileMapping } from '../../../mapping/compile-mapping.ts';
import { findNewestMapping, insertMapping } from '../../../mapping/mappings.store.ts';
import { requireVersion } from '../../../refusals.ts';
import { lockBuyer } from '../buyers.store.ts';
import { showMapping } from './list-mappings.ts';

type SaveMapping = typeof endpoints.saveMapping;

/**
 * Saves a new version of a buyer's mapping, which reads what comes from now on (C15). What came before stays as it was read.
 *
 * @throws ProblemError `forbidden`, `not_found`, `stale_version`, `validation_failed` with the field and the place in it
 */
export async function saveMapping(
  ctx: Context,
  { params: { buyerId }, body: { mapping, note }, ifMatch }: Input<SaveMapping>,
): Promise<Answer<SaveMapping>> {
  authorize(ctx.actor, 'buyer:admin');
  const compiled = compileMapping(mapping);
  if (!compiled.ok)
    throw invalidFields(
      compiled.errors.map(({ pointer, detail }) => ({ pointer: pointer.replace('#', '#/mapping'), detail })),
    );
  return ctx.db.transaction(async (tx) => {
    const buyer = await lockBuyer(tx, ctx.workspaceId, buyerId);
    if (!buyer) throw new ProblemError('not_found');
    const before = await findNewestMapping(tx, buyerId);
    const version = before?.version ?? 0;
    requireVersion({ version }, ifMatch);
    const row = {
      buyerId,
      version: version + 1,
      workspaceId: ctx.workspaceId,
      mapping,
      note,
      createdAt: new Date(ctx.now()),
      createdBy: ctx.actor.name,
    };
    await insertMapping(tx, row);
    await appendAudit(tx, ctx, {
      action: 'buyer.mapping_saved',
      objectId: buyerId,
      objectName: buyer.name,
      before: { version, mapping: before?.mapping ?? null },
      after: { version: row.version, mapping, note },
    });
    return showMapping(row);
  });
}
