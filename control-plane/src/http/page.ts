import { type Instant, InstantMs, invalidField } from '@alyson/schema';

/** A place in a list that is sorted by a value and then by id: by time unless said otherwise. */
export interface PageKey<V extends Instant | string = Instant> {
  at: V;
  id: string;
}

const ANY_ID = /^[\w-]{1,100}$/;

/**
 * Reads `nextCursor` of an earlier page of a list by time.
 *
 * @param ids  what an id of the list looks like
 * @returns null for the first page
 * @throws ProblemError `validation_failed`
 */
export function readCursor(cursor: string | undefined, ids = ANY_ID): PageKey | null {
  const key = readSortCursor(cursor, ids);
  if (key === null) return null;
  const at = InstantMs.safeParse(key.at);
  if (!at.success) throw unknownCursor();
  return { at: at.data, id: key.id };
}

/** The same of a list that is sorted by a time or by a text. */
export function readSortCursor(cursor: string | undefined, ids = ANY_ID): PageKey<Instant | string> | null {
  if (cursor === undefined) return null;
  const [at, id] = parseList(Buffer.from(cursor, 'base64url').toString('utf8'));
  if ((typeof at === 'number' || typeof at === 'string') && typeof id === 'string' && ids.test(id)) return { at, id };
  throw unknownCursor();
}

function parseList(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

const unknownCursor = () => invalidField('#/cursor', 'is not one that a list of ours has given out');

/**
 * One page of a list.
 *
 * @param rows  one more than `limit` of them tells that there is another page
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => PageKey<Instant | string>,
  show: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(show), nextCursor: last === undefined ? null : writeCursor(keyOf(last)) };
}

const writeCursor = ({ at, id }: PageKey<Instant | string>): string =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url');
