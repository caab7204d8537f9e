import { invalidField } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { contentOf } from '../../experiment/content-of.ts';
import { readExperiment } from '../../experiment/experiments.store.ts';
import { type ShownTemplate, showTemplate } from './list-templates.ts';
import { refuseName } from './refuse-name.ts';
import { insertTemplate } from './templates.store.ts';

/**
 * Keeps an experiment's content as it is now; what becomes of the experiment later does not touch it.
 *
 * @throws ProblemError `validation_failed`, `name_taken`
 */
export function createTemplate(
  ctx: Context,
  { name, experimentId }: { name: string; experimentId: string },
): Promise<ShownTemplate> {
  return ctx.db.transaction(async (tx) => {
    const rows = await readExperiment(tx, ctx.workspaceId, experimentId);
    if (!rows) throw invalidField('#/experimentId', 'is no experiment of this workspace');
    await refuseName(tx, ctx, name);
    const now = new Date(ctx.now());
    const template = {
      id: ctx.newId('template'),
      workspaceId: ctx.workspaceId,
      name,
      content: contentOf(rows),
      createdBy: ctx.actor.name,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await insertTemplate(tx, template);
    await appendAudit(tx, ctx, {
      action: 'template.created',
      objectId: template.id,
      objectName: name,
      after: { name, experimentId, content: template.content },
    });
    return showTemplate(template);
  });
}
