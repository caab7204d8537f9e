import { templates } from '@alyson/schema/tables';
import { and, desc, eq, ne, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';

export type TemplateRow = typeof templates.$inferSelect;

export async function readTemplate(db: Database, workspaceId: string, id: string): Promise<TemplateRow | null> {
  const [template] = await db
    .select()
    .from(templates)
    .where(and(eq(templates.workspaceId, workspaceId), eq(templates.id, id)));
  return template ?? null;
}

/** Newest change first. */
export function pageOfTemplates(
  db: Database,
  workspaceId: string,
  after: PageKey | null,
  limit: number,
): Promise<TemplateRow[]> {
  return db
    .select()
    .from(templates)
    .where(and(eq(templates.workspaceId, workspaceId), isAfter(templates.updatedAt, templates.id, after)))
    .orderBy(desc(templates.updatedAt), desc(templates.id))
    .limit(limit);
}

/** For a change: whoever else wants to change it waits. */
export async function lockTemplate(tx: Tx, workspaceId: string, id: string): Promise<TemplateRow | null> {
  const [template] = await tx
    .select()
    .from(templates)
    .where(and(eq(templates.workspaceId, workspaceId), eq(templates.id, id)))
    .for('update');
  return template ?? null;
}

/** @param but  the template that may have the name */
export async function isNameTaken(tx: Tx, workspaceId: string, name: string, but = ''): Promise<boolean> {
  const rows = await tx
    .select({ id: templates.id })
    .from(templates)
    .where(
      and(
        eq(templates.workspaceId, workspaceId),
        sql`lower(${templates.name}) = lower(${name})`,
        ne(templates.id, but),
      ),
    );
  return rows.length > 0;
}

export async function insertTemplate(tx: Tx, row: TemplateRow): Promise<void> {
  await tx.insert(templates).values(row);
}

export async function renameTemplate(tx: Tx, id: string, name: string, now: Date): Promise<TemplateRow> {
  const [changed] = await tx
    .update(templates)
    .set({ name, version: sql`${templates.version} + 1`, updatedAt: now })
    .where(eq(templates.id, id))
    .returning();
  if (!changed) throw new Error(`template ${id} is gone`);
  return changed;
}

export async function removeTemplate(tx: Tx, id: string): Promise<void> {
  await tx.delete(templates).where(eq(templates.id, id));
}
