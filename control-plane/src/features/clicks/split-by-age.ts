import { type ClickDelivery, DAY_MS, SHORTEST_RETENTION_DAYS } from '@alyson/schema';
import type { Context } from '../../context.ts';
import { listRetentions } from '../../workspace-settings.store.ts';
import type { ReadClick } from './read-clicks.ts';

interface ByAge {
  clicks: readonly ReadClick[];
  expired: ClickDelivery['rejected'];
}

/**
 * Keeps out what is older than its workspace keeps clicks: such a one may have been stored, counted and deleted before, and
 * would count a second time.
 */
export async function splitByAge(
  { db, now }: Pick<Context, 'db' | 'now'>,
  clicks: readonly ReadClick[],
): Promise<ByAge> {
  const isOlder = ({ row }: ReadClick, days: number) => row.clickedAt.getTime() < now() - days * DAY_MS;
  const old = clicks.filter((click) => isOlder(click, SHORTEST_RETENTION_DAYS));
  if (old.length === 0) return { clicks, expired: [] };
  const ids = [...new Set(old.map(({ row }) => row.workspaceId))];
  const days = new Map((await listRetentions(db, ids)).map((each) => [each.workspaceId, each.days]));
  const isExpired = (click: ReadClick) => isOlder(click, days.get(click.row.workspaceId) ?? Number.POSITIVE_INFINITY);
  return {
    clicks: clicks.filter((click) => !isExpired(click)),
    expired: old.filter(isExpired).map(({ index }) => ({ index, detail: 'is older than clicks are kept' })),
  };
}
