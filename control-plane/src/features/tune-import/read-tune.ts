import { MINUTE_MS, MOST_TUNE_RECORDS, TUNE_RECORD_KINDS, type TuneReading } from '@alyson/schema';
import { type BackgroundTask, startLoop } from '../../background.ts';
import type { Deps } from '../../context.ts';
import { readRow } from '../../domain/tune/read-record.ts';
import { leaseFrom } from '../../io/database-lease.ts';
import { openText } from '../../io/seal.ts';
import { type TuneAccess, TuneFault, type TunePage } from '../../io/tune.ts';
import { readConnection } from './connection.store.ts';
import { countOf, type ImportRow, leaseReading, moveReading, saveRecords } from './imports.store.ts';
import { sealOfToken } from './seal-of-token.ts';
import { MOST_WARNINGS } from './start-import.ts';

const LOOK_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** Longer than a page takes with all its retries: then another process goes on with the page after the last stored. */
const LEASE_MS = 10 * MINUTE_MS;

/** Reads TUNE's API for imports that are waiting, one page after the other. */
export const startReadingTune = (deps: Deps): BackgroundTask => {
  let isStopping = false;
  const loop = startLoop({
    name: 'tune-import',
    log: deps.log,
    counters: deps.counters,
    everyMs: LOOK_MS,
    longestRetryMs: LONGEST_RETRY_MS,
    step: async () => {
      while (!isStopping && (await readNextPage(deps)));
    },
  });
  return {
    async stop() {
      isStopping = true;
      await loop.stop();
    },
  };
};

/**
 * Reads one page of the import that waits longest, and stores it together with where to go on: a process that dies on the
 * way costs one page.
 *
 * @returns whether there was one
 */
export async function readNextPage(deps: Deps): Promise<boolean> {
  const { db, now } = deps;
  const row = await leaseReading(db, leaseFrom(now(), LEASE_MS));
  if (!row?.reading) return false;
  try {
    const page = await deps.tune.readPage(await accessOf(deps, row), row.reading.kind, row.reading.page);
    await store(deps, row, row.reading, page);
  } catch (error) {
    if (!(error instanceof TuneFault)) throw error;
    await end(deps, row, { state: 'failed', failure: error.message });
  }
  return true;
}

async function accessOf({ db, config }: Deps, { workspaceId }: ImportRow): Promise<TuneAccess> {
  const connection = await readConnection(db, workspaceId);
  if (!connection) throw new TuneFault('refused', 'TUNE was disconnected meanwhile.');
  const token = openText(connection.sealedToken, sealOfToken(config, workspaceId));
  if (token === null)
    throw new TuneFault('refused', 'The key was kept by another secret of this deployment. Connect TUNE again.');
  return { networkId: connection.networkId, token };
}

async function store(deps: Deps, row: ImportRow, reading: TuneReading, { rows, pageCount }: TunePage): Promise<void> {
  const read = rows.flatMap(readRow);
  const problems = read.flatMap((one) => (one.record ? [] : [one.problem]));
  const next = nextReading(reading, pageCount, rows.length);
  const warnings = [...row.warnings, ...problems].slice(0, MOST_WARNINGS);
  const done = next ? {} : { state: 'ready' as const, finishedAt: new Date(deps.now()) };
  await deps.db.transaction(async (tx) => {
    if (!(await moveReading(tx, row, { reading: next, leasedUntil: null, warnings, ...done }))) return;
    await saveRecords(
      tx,
      row.id,
      read.flatMap((one) => (one.record ? [one] : [])),
    );
    if ((await countOf(tx, row.id)) > MOST_TUNE_RECORDS)
      throw new TuneFault(
        'refused',
        `TUNE holds more than ${MOST_TUNE_RECORDS} things. Import it in parts, from files.`,
      );
  });
}

/** The next page, else the next kind's first; null: all is read. An empty page ends a kind, whatever TUNE counted. */
function nextReading({ kind, page }: TuneReading, pageCount: number | null, rows: number): TuneReading | null {
  if (pageCount !== null && page < pageCount && rows > 0) return { kind, page: page + 1, pageCount };
  const following = TUNE_RECORD_KINDS[TUNE_RECORD_KINDS.indexOf(kind) + 1];
  return following ? { kind: following, page: 1, pageCount: null } : null;
}

async function end({ db, now }: Deps, row: ImportRow, change: Pick<ImportRow, 'state' | 'failure'>): Promise<void> {
  await db.transaction((tx) =>
    moveReading(tx, row, { ...change, reading: row.reading, leasedUntil: null, finishedAt: new Date(now()) }),
  );
}
