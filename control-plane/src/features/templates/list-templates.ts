import { ProblemError, type Template } from '@alyson/schema';
import type * as z from 'zod';
import type { Context } from '../../context.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { pageOfTemplates, readTemplate, type TemplateRow } from './templates.store.ts';

export type ShownTemplate = z.input<typeof Template>;

export function showTemplate({ workspaceId: _, createdAt, updatedAt, ...row }: TemplateRow): ShownTemplate {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

export interface TemplatesQuery {
  cursor?: string | undefined;
  limit: number;
}

/** The workspace's templates, newest change first. @throws ProblemError `validation_failed` */
export async function listTemplates(ctx: Context, { cursor, limit }: TemplatesQuery) {
  const rows = await pageOfTemplates(ctx.db, ctx.workspaceId, readCursor(cursor), limit + 1);
  return toPage(rows, limit, (row) => ({ at: row.updatedAt.getTime(), id: row.id }), showTemplate);
}

/** @throws ProblemError `not_found` */
export async function getTemplate(ctx: Context, templateId: string): Promise<ShownTemplate> {
  const template = await readTemplate(ctx.db, ctx.workspaceId, templateId);
  if (!template) throw new ProblemError('not_found');
  return showTemplate(template);
}
