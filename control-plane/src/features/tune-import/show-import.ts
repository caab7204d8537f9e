import { type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import type { Database } from '../../io/database.ts';
import { countRecords, findImports, findRecords, type ImportRow, readImport } from './imports.store.ts';

type ShownImport = Answer<typeof endpoints.getTuneImport>;

export async function showImports(db: Database, rows: readonly ImportRow[]): Promise<ShownImport[]> {
  const counts = await countRecords(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, origin, state, createdAt, createdBy, finishedAt, reading, failure, warnings }) => ({
    id,
    origin,
    state,
    createdAt: toTimestamp(createdAt.getTime()),
    createdBy,
    finishedAt: finishedAt && toTimestamp(finishedAt.getTime()),
    reading,
    counts: counts.get(id) ?? { offer: 0, offer_url: 0, campaign: 0, creative: 0, tiny_url: 0 },
    failure,
    warnings,
  }));
}

/** @throws ProblemError `validation_failed` */
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

/** @throws ProblemError `not_found` */
export async function getImport({ db, workspaceId }: Context, importId: string): Promise<ShownImport> {
  const row = await readImport(db, workspaceId, importId);
  const [shown] = row ? await showImports(db, [row]) : [];
  if (!shown) throw new ProblemError('not_found');
  return shown;
}

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
