import { ProblemError } from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import { requireVersion } from '../../refusals.ts';
import { type ShownTemplate, showTemplate } from './list-templates.ts';
import { refuseName } from './refuse-name.ts';
import { lockTemplate, renameTemplate } from './templates.store.ts';

export interface ChangeOfTemplate {
  templateId: string;
  ifMatch: number;
  name: string;
}

/** Gives a template another name. @throws ProblemError `not_found`, `stale_version`, `name_taken` */
export function changeTemplate(ctx: Context, { templateId, ifMatch, name }: ChangeOfTemplate): Promise<ShownTemplate> {
  return ctx.db.transaction(async (tx) => {
    const before = await lockTemplate(tx, ctx.workspaceId, templateId);
    if (!before) throw new ProblemError('not_found');
    requireVersion(before, ifMatch);
    if (before.name === name) return showTemplate(before);
    await refuseName(tx, ctx, name, templateId);
    const after = await renameTemplate(tx, templateId, name, new Date(ctx.now()));
    await appendAudit(tx, ctx, {
      action: 'template.changed',
      objectId: templateId,
      objectName: name,
      before: { name: before.name },
      after: { name },
    });
    return showTemplate(after);
  });
}
