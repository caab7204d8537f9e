import { createHmac, timingSafeEqual } from 'node:crypto';
import { invalidField } from '@alyson/schema';

/** What a cursor belongs to: one list of one workspace, with its filters and its order. */
export interface CursorScope {
  workspaceId: string;
  path: string;
  query: Readonly<Record<string, unknown>>;
}

const SEAL_LENGTH = 16;

/**
 * Ties a cursor to its list, so that it fits no other list and no other filters: there it would lead to a place that means
 * something else.
 */
export const sealCursor = (secret: string, scope: CursorScope, cursor: string): string =>
  sealOf(secret, scope, cursor) + cursor;

/** @throws ProblemError `validation_failed` for a cursor that was altered, or that another list gave out */
export function unsealCursor(secret: string, scope: CursorScope, sealed: string): string {
  const cursor = sealed.slice(SEAL_LENGTH);
  const given = Buffer.from(sealed.slice(0, SEAL_LENGTH));
  const own = Buffer.from(sealOf(secret, scope, cursor));
  if (given.length === own.length && timingSafeEqual(given, own)) return cursor;
  throw invalidField('#/cursor', 'is not one that this list has given out with these filters; begin without a cursor');
}

/** The size of a page may change from page to page. */
function sealOf(secret: string, { workspaceId, path, query }: CursorScope, cursor: string): string {
  const { cursor: _, limit: __, ...filters } = query;
  const ordered = Object.entries(filters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha256', secret)
    .update(JSON.stringify(['cursor', workspaceId, path, ordered, cursor]))
    .digest('base64url')
    .slice(0, SEAL_LENGTH);
}
