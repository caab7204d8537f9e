import { templates } from '@alyson/schema/tables';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

export type TemplateRow = typeof templates.$inferSelect;

export async function readTemplate(db: Database, workspaceId: string, id: string): Promise<TemplateRow | null> {
  const [template] = await db
    .select()
    .from(templates)
    .where(and(eq(templates.workspaceId, workspaceId), eq(templates.id, id)));
  return template ?? null;
}
