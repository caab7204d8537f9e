import { type Endpoint, ProblemError, toTimestamp } from '@alyson/schema';
import { stringify } from 'csv-stringify/sync';
import type { Context as HonoContext } from 'hono';
import * as z from 'zod';
import type { Context } from '../context.ts';
import { admit, requestContext } from './admit.ts';
import type { App, AppEnv } from './app-env.ts';
import { toHonoPath } from './hono-path.ts';
import { readQuery } from './read-request.ts';
import { validateClosed } from './validate.ts';

/** One column of a file: its name as on screen, and its value of an item. Money is a number beside its currency. */
export interface CsvColumn<Item> {
  name: string;
  value(item: Item): string | number | boolean | null;
}

export interface ListedPage {
  items: readonly unknown[];
  /** Absent from lists that have one page only. */
  nextCursor?: string | null;
}

/** A list's own handler. */
export type ReadPage = (
  ctx: Context,
  input: { params?: unknown; query?: Record<string, unknown> },
) => Promise<ListedPage>;

/** Rows that are in memory at a time. */
const ROWS_PER_PAGE = 200;

/** Excel takes a file for UTF-8 only with it. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * A list as a file: the same filters and order, whole, page after page as it is read. The first page comes before the answer's
 * head, so that a refusal is a problem as everywhere; a later failure breaks the download off, which then is no whole file.
 */
export function mountCsv<Item>(
  app: App,
  endpoint: Endpoint,
  handle: ReadPage,
  columns: readonly CsvColumn<Item>[],
): void {
  app.get(`${toHonoPath(endpoint.path)}.csv`, admit(endpoint), async (c) => {
    const ctx = requestContext(c, []);
    const input = readInput(endpoint, c);
    const readPage = async (cursor: string | undefined) => {
      const page = await handle(ctx, { ...input, query: { ...input.query, limit: ROWS_PER_PAGE, cursor } });
      return { rows: writeRows(page.items as readonly Item[], columns), next: page.nextCursor ?? null };
    };
    const first = await readPage(undefined);
    const head = BYTE_ORDER_MARK + stringify([columns.map(({ name }) => name)]);
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${fileName(endpoint.path, ctx.now())}"`);
    c.header('cache-control', 'no-store');
    return c.body(streamPages(head + first.rows, first.next, readPage));
  });
}

interface RowsOfPage {
  rows: string;
  /** The cursor of the next page. */
  next: string | null;
}

/** Reads a page when the one before has been taken: a slow reader makes us wait, not pile up. */
function streamPages(
  first: string,
  second: string | null,
  readPage: (cursor: string) => Promise<RowsOfPage>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next = second;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        controller.enqueue(encoder.encode(first));
        if (next === null) controller.close();
      },
      pull: async (controller) => {
        if (next === null) return;
        const page = await readPage(next);
        next = page.next;
        controller.enqueue(encoder.encode(page.rows));
        if (next === null) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe; a negative number stays one. */
const writeRows = <Item>(items: readonly Item[], columns: readonly CsvColumn<Item>[]): string =>
  stringify(
    items.map((item) => columns.map(({ value }) => value(item))),
    { escape_formulas: true, cast: { boolean: (value) => (value ? 'yes' : 'no') } },
  );

function readInput({ params, query }: Endpoint, c: HonoContext<AppEnv>) {
  const parsed = params?.safeParse(c.req.param());
  if (parsed && !parsed.success) throw new ProblemError('not_found');
  // A download can send no header: the address names the workspace, and `authenticate` has read it.
  const { workspace: _, ...queries } = c.req.queries();
  return {
    params: parsed?.data,
    query: query ? (validateClosed(wholeQuery(query), readQuery(queries)) as Record<string, unknown>) : {},
  };
}

/** The filters and the order of a list, without what makes pages of it. */
function wholeQuery(query: z.ZodObject): z.ZodObject {
  const { cursor: _, limit: __, ...filters } = query.shape;
  return z.object(filters);
}

/** `/v1/experiments/{experimentId}/daily-results` of today: `daily-results_2026-11-22.csv`. */
const fileName = (path: string, now: number): string =>
  `${path.split('/').at(-1)}_${toTimestamp(now).slice(0, 10)}.csv`;
