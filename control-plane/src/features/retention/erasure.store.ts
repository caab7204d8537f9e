import { buyerEvents, buyerReports, clickKeys, clicks, deliveries } from '@alyson/schema/tables';
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../io/database.ts';

export interface FoundClick {
  id: string;
  clickedAt: Date;
}

/** Clicks that can be found by a key, in any of its forms; erased ones cannot. */
export function findClicksOfKey(
  tx: Tx,
  workspaceId: string,
  keyDigest: Uint8Array,
  limit: number,
): Promise<FoundClick[]> {
  return tx
    .selectDistinct({ id: clickKeys.clickId, clickedAt: clickKeys.clickedAt })
    .from(clickKeys)
    .where(and(eq(clickKeys.workspaceId, workspaceId), eq(clickKeys.keyDigest, keyDigest)))
    .limit(limit);
}

export function findClickById(tx: Tx, workspaceId: string, id: string): Promise<FoundClick[]> {
  return tx
    .select({ id: clicks.id, clickedAt: clicks.clickedAt })
    .from(clicks)
    .where(and(eq(clicks.workspaceId, workspaceId), eq(clicks.id, id)));
}

const NOBODY = {
  utmContent: '',
  visitorId: null,
  source: null,
  subs: [],
  transactionId: null,
  affiliateClickId: null,
  country: null,
  region: null,
  deviceClass: null,
  os: null,
  browser: null,
  language: null,
  referrerHost: null,
  botReason: null,
  addressHash: null,
} as const satisfies { [Column in keyof typeof clicks.$inferInsert]?: unknown };

/** Empties the clicks of all that they say of a visitor, and lets nobody find them any more. Their rows stay. */
export async function emptyClicks(tx: Tx, workspaceId: string, found: readonly FoundClick[]): Promise<void> {
  const ids = found.map(({ id }) => id);
  await tx
    .update(clicks)
    .set({ ...NOBODY, subs: [] })
    .where(and(eq(clicks.workspaceId, workspaceId), inArray(clicks.id, ids)));
  // A key carries its click's time, by which they are summarised.
  const times = found.map(({ clickedAt }) => clickedAt);
  await tx
    .delete(clickKeys)
    .where(
      and(eq(clickKeys.workspaceId, workspaceId), inArray(clickKeys.clickId, ids), inArray(clickKeys.clickedAt, times)),
    );
}

/**
 * Empties what buyers reported of these clicks, or under this key, of the key; kind, money and click stay. The reports that
 * brought it lose their bytes.
 */
export async function emptyEvents(
  tx: Tx,
  workspaceId: string,
  clickIds: readonly string[],
  keyDigest: Uint8Array | null,
): Promise<{ events: number; reports: number }> {
  const ofClicks = clickIds.length > 0 ? inArray(buyerEvents.clickId, [...clickIds]) : undefined;
  const ofKey = keyDigest === null ? undefined : eq(buyerEvents.keyDigest, keyDigest);
  if (!ofClicks && !ofKey) return { events: 0, reports: 0 };
  // An event that was placed by a key goes on having had one; no click has this.
  const emptied = await tx
    .update(buyerEvents)
    .set({ utmContent: null, keyDigest: sql`case when ${buyerEvents.keyDigest} is null then null else ''::bytea end` })
    .where(and(eq(buyerEvents.workspaceId, workspaceId), or(ofClicks, ofKey)))
    .returning({ id: buyerEvents.id, reportId: buyerEvents.reportId });
  const ids = emptied.map(({ id }) => id);
  // What was told outside is out; here nothing stays of it.
  await tx.update(deliveries).set({ body: null }).where(inArray(deliveries.buyerEventId, ids));
  const reportIds = [...new Set(emptied.map(({ reportId }) => reportId))];
  if (reportIds.length > 0) await emptyReports(tx, inArray(buyerReports.id, reportIds));
  return { events: emptied.length, reports: reportIds.length };
}

const emptyReports = (tx: Tx, which: SQL) =>
  tx
    .update(buyerReports)
    .set({ body: new Uint8Array(), headers: {}, request: null, head: null, sealedBy: null })
    .where(which);
