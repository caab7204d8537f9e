import { type endpoints, ProblemError, toTimestamp } from '@alyson/schema';
import { authorize, type Context } from '../../../context.ts';
import type { Answer, Input } from '../../../http/mount.ts';
import { readCursor, toPage } from '../../../http/page.ts';
import { findMappings, type MappingRow } from '../../../mapping/mappings.store.ts';
import { hasBuyer } from '../buyers.store.ts';

type ListMappings = typeof endpoints.listMappings;

/** The versions of a buyer's mapping, newest first. @throws ProblemError `forbidden`, `not_found`, `validation_failed` */
export async function listMappings(
  { actor, db, workspaceId }: Context,
  { params: { buyerId }, query: { cursor, limit } }: Input<ListMappings>,
): Promise<Answer<ListMappings>> {
  authorize(actor, 'buyer:read');
  if (!(await hasBuyer(db, workspaceId, buyerId))) throw new ProblemError('not_found');
  const rows = await findMappings(db, buyerId, readCursor(cursor)?.at ?? null, limit + 1);
  return toPage(rows, limit, ({ version }) => ({ at: version, id: 'version' }), showMapping);
}

export const showMapping = ({ version, mapping, note, createdAt, createdBy }: MappingRow) => ({
  version,
  mapping,
  note,
  createdAt: toTimestamp(createdAt.getTime()),
  createdBy,
});
