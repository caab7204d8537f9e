import { type endpoints, ProblemError } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findRecords, readImport } from './imports.store.ts';

/** What an import read, each thing beside its raw answer. @throws ProblemError `not_found`, `validation_failed` */
export async function listRecords(
  { db, workspaceId }: Context,
  { params, query }: Input<typeof endpoints.listTuneRecords>,
): Promise<Answer<typeof endpoints.listTuneRecords>> {
  if (!(await readImport(db, workspaceId, params.importId))) throw new ProblemError('not_found');
  const after = readCursor(query.cursor)?.id ?? null;
  const rows = await findRecords(db, params.importId, query.kind, after, query.limit + 1);
  return toPage(
    rows,
    query.limit,
    ({ tuneId }) => ({ at: 0, id: tuneId }),
    ({ record, raw }) => ({ record, raw }),
  );
}
