import type { endpoints } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findImports } from './imports.store.ts';
import { showImports } from './show-imports.ts';

/** Imports of the workspace, the newest first. @throws ProblemError `validation_failed` */
export async function listImports(
  { db, workspaceId }: Context,
  { query }: Input<typeof endpoints.listTuneImports>,
): Promise<Answer<typeof endpoints.listTuneImports>> {
  const rows = await findImports(db, workspaceId, readCursor(query.cursor), query.limit + 1);
  const { items, nextCursor } = toPage(
    rows,
    query.limit,
    ({ createdAt, id }) => ({ at: createdAt.getTime(), id }),
    (row) => row,
  );
  return { items: await showImports(db, items), nextCursor };
}
