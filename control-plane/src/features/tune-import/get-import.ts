import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { readImport } from './imports.store.ts';
import { type ShownImport, showImports } from './show-imports.ts';

/** One import, with how far it has been read. @throws ProblemError `not_found` */
export async function getImport({ db, workspaceId }: Context, importId: string): Promise<ShownImport> {
  const row = await readImport(db, workspaceId, importId);
  const [shown] = row ? await showImports(db, [row]) : [];
  if (!shown) throw new ProblemError('not_found');
  return shown;
}
