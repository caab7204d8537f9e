import {
  type endpoints,
  invalidField,
  MOST_TUNE_RECORDS,
  type NewTuneImport,
  ProblemError,
  type TuneRecordKind,
} from '@alyson/schema';
import { appendAudit } from '../../audit/append-audit.ts';
import type { Context } from '../../context.ts';
import type { Answer } from '../../http/mount.ts';
import type { Tx } from '../../io/database.ts';
import { readConnection } from './connection.store.ts';
import { forgetOlderImports, type ImportRow, insertImport, isReading, saveRecords } from './imports.store.ts';
import { readText } from './read-text.ts';
import { showImports } from './show-imports.ts';

/** Older ones, with all they read, are forgotten; what was made of them stays. */
const KEPT_IMPORTS = 20;
export const MOST_WARNINGS = 100;
const FIRST_KIND: TuneRecordKind = 'offer';

/**
 * Reads TUNE's things: a text at once, the API bit by bit beside the requests (`read-tune.ts`). Nothing is made of them yet.
 *
 * @throws ProblemError `validation_failed`, `transition_refused`
 */
export async function startImport(
  ctx: Context,
  input: NewTuneImport,
): Promise<Answer<typeof endpoints.startTuneImport>> {
  return ctx.db.transaction(async (tx) => {
    const row = input.origin === 'api' ? await startReading(tx, ctx) : await takeText(tx, ctx, input);
    await forgetOlderImports(tx, ctx.workspaceId, KEPT_IMPORTS);
    const after = { origin: row.origin };
    await appendAudit(tx, ctx, { action: 'tune_import.started', objectId: row.id, objectName: null, after });
    const [shown] = await showImports(tx, [row]);
    if (!shown) throw new Error('an import was not shown');
    return shown;
  });
}

function newRow(ctx: Context, change: Pick<ImportRow, 'origin' | 'state'> & Partial<ImportRow>): ImportRow {
  return {
    id: ctx.newId('tuneImport'),
    workspaceId: ctx.workspaceId,
    createdAt: new Date(ctx.now()),
    createdBy: ctx.actor.name,
    finishedAt: null,
    reading: null,
    leasedUntil: null,
    failure: null,
    warnings: [],
    ...change,
  };
}

async function startReading(tx: Tx, ctx: Context): Promise<ImportRow> {
  if (!(await readConnection(tx, ctx.workspaceId)))
    throw new ProblemError('transition_refused', 'TUNE is not connected: an admin can do that, or import a file.');
  if (await isReading(tx, ctx.workspaceId))
    throw new ProblemError('transition_refused', 'An import is being read already. Wait until it is done.');
  const reading = { kind: FIRST_KIND, page: 1, pageCount: null };
  const row = newRow(ctx, { origin: 'api', state: 'reading', reading });
  await insertImport(tx, row);
  return row;
}

async function takeText(tx: Tx, ctx: Context, input: Extract<NewTuneImport, { text: string }>): Promise<ImportRow> {
  const read = readText(input);
  const records = read.flatMap((one) => (one.record ? [one] : []));
  const warnings = read.flatMap((one) => (one.record ? [] : [one.problem])).slice(0, MOST_WARNINGS);
  if (records.length === 0)
    throw invalidField('#/text', warnings[0] ? `Nothing in it can be read: ${warnings[0]}.` : 'holds nothing.');
  if (records.length > MOST_TUNE_RECORDS)
    throw invalidField('#/text', `holds more than ${MOST_TUNE_RECORDS} things: import it in parts`);
  const row = newRow(ctx, { origin: input.origin, state: 'ready', finishedAt: new Date(ctx.now()), warnings });
  await insertImport(tx, row);
  await saveRecords(tx, row.id, records);
  return row;
}
