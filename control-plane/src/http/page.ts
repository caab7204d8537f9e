import { type Instant, ProblemError } from '@alyson/schema';

/** A place in a list that is sorted by time and then by id. */
export interface PageKey {
  at: Instant;
  id: string;
}

/**
 * Reads `nextCursor` of an earlier page.
 *
 * @returns null for the first page
 * @throws ProblemError `validation_failed`
 */
export function readCursor(cursor: string | undefined): PageKey | null {
  if (cursor === undefined) return null;
  const [, at, id] = /^(-?\d{1,15})\.([\w-]{1,100})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (at !== undefined && id !== undefined) return { at: Number(at), id };
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
