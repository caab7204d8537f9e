import { workspaces } from '@alyson/schema/tables';
import { eq } from 'drizzle-orm';
import type { Database } from '../../io/database.ts';

export async function findWorkspace(db: Database, id: string) {
  const [workspace] = await db.select().from(workspaces).where(eq(workspaces.id, id));
  return workspace ?? null;
}
