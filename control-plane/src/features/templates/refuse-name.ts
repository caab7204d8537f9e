import { ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Tx } from '../../io/database.ts';
import { isNameTaken } from './templates.store.ts';

/** @throws ProblemError `name_taken` where another template of the workspace is called so, in whatever case */
export async function refuseName(tx: Tx, { workspaceId }: Context, name: string, but?: string): Promise<void> {
  if (!(await isNameTaken(tx, workspaceId, name, but))) return;
  const detail = 'is the name of another template';
  throw new ProblemError('name_taken', `“${name}” ${detail}.`, [{ pointer: '#/name', detail }]);
}
