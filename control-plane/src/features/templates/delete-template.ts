import { ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { requireVersion } from '../../refusals.ts';
import { type ShownTemplate, showTemplate } from './list-templates.ts';
import { lockTemplate, removeTemplate } from './templates.store.ts';

/** Deletes a template; experiments made from it stay. @throws ProblemError `not_found`, `stale_version` */
export function deleteTemplate(
  ctx: Context,
  { templateId, ifMatch }: { templateId: string; ifMatch: number },
): Promise<ShownTemplate> {
  return ctx.db.transaction(async (tx) => {
    const template = await lockTemplate(tx, ctx.workspaceId, templateId);
    if (!template) throw new ProblemError('not_found');
    requireVersion(template, ifMatch);
    await removeTemplate(tx, templateId);
    const { name, content } = template;
    await appendAudit(tx, ctx, {
      action: 'template.deleted',
      objectId: templateId,
      objectName: name,
      before: { name, content },
    });
    return showTemplate(template);
  });
}
