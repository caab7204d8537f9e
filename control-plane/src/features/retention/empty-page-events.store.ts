import { clickKeys, pageEvents, segmentCalls } from '@alyson/schema/tables';
import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../io/database.ts';
import type { FoundClick } from './erasure.store.ts';

/** The keys under which clicks can be found, before they are emptied. */
export async function findKeysOfClicks(
  tx: Tx,
  workspaceId: string,
  found: readonly FoundClick[],
): Promise<Uint8Array[]> {
  if (found.length === 0) return [];
  const ofClicks = and(
    eq(clickKeys.workspaceId, workspaceId),
    inArray(
      clickKeys.clickId,
      found.map(({ id }) => id),
    ),
    // Keys are summarised by time.
    inArray(
      clickKeys.clickedAt,
      found.map(({ clickedAt }) => clickedAt),
    ),
  );
  const rows = await tx.select({ keyDigest: clickKeys.keyDigest }).from(clickKeys).where(ofClicks);
  return rows.map(({ keyDigest }) => keyDigest);
}

/** Takes the keys out of page events that came under them, and the bytes of the requests that brought them. */
export async function emptyPageEvents(tx: Tx, workspaceId: string, keyDigests: readonly Uint8Array[]): Promise<void> {
  if (keyDigests.length === 0) return;
  const emptied = await tx
    .update(pageEvents)
    .set({ keyDigest: new Uint8Array() })
    .where(and(eq(pageEvents.workspaceId, workspaceId), inArray(pageEvents.keyDigest, [...keyDigests])))
    .returning({ callId: pageEvents.callId });
  const callIds = [...new Set(emptied.map(({ callId }) => callId))];
  if (callIds.length > 0)
    await tx
      .update(segmentCalls)
      .set({ body: new Uint8Array(), sealedBy: null })
      .where(inArray(segmentCalls.id, callIds));
}
