import { type endpoints, toTimestamp } from '@alyson/schema';
import type { Context } from '../../context.ts';
import type { Answer, Input } from '../../http/mount.ts';
import { readCursor, toPage } from '../../http/page.ts';
import { findSources, type SourceSummary } from './sources.store.ts';

type ListSources = typeof endpoints.listSegmentSources;

/** The workspace's sources of page events, newest first. @throws ProblemError `validation_failed` */
export async function listSources(
  { db, workspaceId, config }: Context,
  { query: { cursor, limit } }: Input<ListSources>,
): Promise<Answer<ListSources>> {
  const rows = await findSources(db, { workspaceId, after: readCursor(cursor), limit: limit + 1 });
  const keyOf = ({ createdAt, id }: SourceSummary) => ({ at: createdAt.getTime(), id });
  return toPage(rows, limit, keyOf, (row) => showSource(config, row));
}

export function showSource({ routerUrl }: Context['config'], source: SourceSummary) {
  const timeOf = (date: Date | null) => date && toTimestamp(date.getTime());
  return {
    id: source.id,
    name: source.name,
    webhookUrl: `${routerUrl}/segment/${source.endpointId}`,
    lastCallAt: timeOf(source.lastCallAt),
    lastFaultAt: timeOf(source.lastFaultAt),
    lastFault: source.lastFault,
    previousSecretUntil: timeOf(source.previousSecretUntil),
    createdAt: toTimestamp(source.createdAt.getTime()),
  };
}
