import type { ClickDelivery } from '@alyson/schema';
import { announceEvents } from '../../attribution/announce-events.ts';
import { joinOrphans } from '../../attribution/join-orphans.ts';
import { lockKeysOfClicks } from '../../attribution/locks.store.ts';
import type { SettledEvent } from '../../attribution/settle.ts';
import type { Context } from '../../context.ts';
import { countVisits } from '../../funnel/count-visits.ts';
import { addVisits } from '../../funnel/funnel-hours.store.ts';
import { wakePageEvents } from '../../funnel/wake-page-events.store.ts';
import type { Tx } from '../../io/database.ts';
import { addToDays, addToHours, insertClickKeys, insertClicks, type NewClick } from './clicks.store.ts';
import { countByDay, countByHour } from './count-clicks.ts';
import { type ReadClick, readClicks } from './read-clicks.ts';
import { splitByAge } from './split-by-age.ts';
import { addToTallies } from './tallies.store.ts';

export interface GivenClicks {
  clicks: readonly unknown[];
  /** The router's books that they are in; absent when in none. */
  ledgerId?: string | null | undefined;
}

/**
 * Stores a delivery of an edge: each click once, by its id, however often and from wherever it comes (R23). A click that
 * cannot be read is set aside by its place in the delivery and keeps no other back. Clicks that no link places belong to
 * the edge's own workspace.
 */
export async function ingestClicks(
  ctx: Context,
  { clicks: elements, ledgerId = null }: GivenClicks,
): Promise<ClickDelivery> {
  const read = readClicks(elements, ctx.workspaceId, new Date(ctx.now()));
  const { clicks, expired } = await splitByAge(ctx, read.clicks);
  const rejected = [...read.rejected, ...expired];
  if (rejected.length > 0) ctx.log.warn({ count: rejected.length, first: rejected[0] }, 'clicks that cannot be read');
  if (clicks.length === 0) return { stored: 0, duplicates: 0, rejected };

  const { stored, joined } = await ctx.db.transaction((tx) => storeClicks(tx, ctx, clicks, ledgerId));
  announceClicks(ctx, stored);
  announceEvents(ctx, joined);
  return { stored: stored.length, duplicates: clicks.length - stored.length, rejected };
}

/** In one transaction: clicks, their keys, the events that waited for them, and counts stand or fall together. */
async function storeClicks(tx: Tx, ctx: Context, clicks: readonly ReadClick[], ledgerId: string | null) {
  const unique = [...new Map(clicks.toReversed().map((click) => [click.row.id, click])).values()];
  // Sorted, because two deliveries of the same clicks wait for each other's rows.
  unique.sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
  await lockKeysOfClicks(
    tx,
    unique.flatMap(({ keyDigests, idDigest }) => [...keyDigests, idDigest]),
  );
  const newIds = await insertClicks(
    tx,
    unique.map(({ row }) => row),
  );
  const stored = unique.filter(({ row }) => newIds.has(row.id));
  const joined = await joinByKeys(tx, ctx, stored);
  // Last, because deliveries from everywhere meet in these rows.
  const rows = stored.map(({ row }) => row);
  const hours = countByHour(rows);
  if (hours.length > 0) {
    await addToHours(tx, hours);
    await addToDays(tx, countByDay(hours));
  }
  const visits = countVisits(rows);
  if (visits.length > 0) await addVisits(tx, visits);
  await addToTallies(tx, rows, ledgerId);
  return { stored: rows, joined };
}

async function joinByKeys(tx: Tx, ctx: Context, stored: readonly ReadClick[]): Promise<SettledEvent[]> {
  const keys = stored.flatMap(({ row: { id, workspaceId, clickedAt, isBot }, keyDigests }) =>
    keyDigests.map((keyDigest) => ({ workspaceId, keyDigest, clickId: id, clickedAt, isBot })),
  );
  if (keys.length === 0) return [];
  await insertClickKeys(tx, keys);
  await wakePageEvents(tx, keys);
  const ids = stored.map(({ row: { workspaceId }, idDigest }) => ({ workspaceId, keyDigest: idDigest }));
  return joinOrphans(tx, ctx, [...keys, ...ids]);
}

/** One note per workspace: the panel reads again what it shows. */
function announceClicks(ctx: Context, stored: readonly NewClick[]): void {
  for (const [workspaceId, clicks] of Map.groupBy(stored, (click) => click.workspaceId)) {
    const experimentIds = [...new Set(clicks.map((click) => click.experimentId).filter((id) => id !== null))];
    ctx.publishChange({ workspaceId, topic: 'click', experimentIds, count: clicks.length });
  }
}
