import { type Instant, InstantMs, ProblemError } from '@alyson/schema';

/** A place in a list that is sorted by time and then by id. */
export interface PageKey {
  at: Instant;
  id: string;
}

const ANY_ID = /^[\w-]{1,100}$/;

/**
 * Reads `nextCursor` of an earlier page.
 *
 * @param ids  what an id of the list looks like
 * @returns null for the first page
 * @throws ProblemError `validation_failed`
 */
export function readCursor(cursor: string | undefined, ids = ANY_ID): PageKey | null {
  if (cursor === undefined) return null;
  const [, at, id = ''] = /^(\d{1,15})\.(.*)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  const instant = InstantMs.safeParse(Number(at));
  if (instant.success && ids.test(id)) return { at: instant.data, id };
  const detail = 'is not one that a list of ours has given out';
  throw new ProblemError('validation_failed', `The cursor ${detail}.`, [{ pointer: '#/cursor', detail }]);
}

/**
 * One page of a list.
 *
 * @param rows  one more than `limit` of them tells that there is another page
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => PageKey,
  show: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(show), nextCursor: last === undefined ? null : writeCursor(keyOf(last)) };
}

const writeCursor = ({ at, id }: PageKey): string => Buffer.from(`${at}.${id}`).toString('base64url');
