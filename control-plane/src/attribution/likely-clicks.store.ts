import { clicks, experiments } from '@alyson/schema/tables';
import { and, desc, eq, gte, lt, lte, sql } from 'drizzle-orm';
import { SKEW_MS } from '../domain/attribution.ts';
import type { Database } from '../io/database.ts';
import type { StoredEvent } from './events.store.ts';

/** As much of a key as the index holds, in small letters. */
const FOLDED_CHARACTERS = 64;
const DEFAULT_WINDOW_DAYS = 90;

/** No key goes on with it: the end of all texts that begin alike, in the order of bytes. */
const LAST_CHARACTER = '\u{10FFFF}';

/** Clicks before an event whose keys begin as this one does, whatever the case of their letters. */
export function findClicksBeginning(
  db: Database,
  { workspaceId, occurredAt }: Pick<StoredEvent, 'workspaceId' | 'occurredAt'>,
  key: string,
  limit: number,
) {
  const beginning = foldAscii(key.slice(0, FOLDED_CHARACTERS));
  const folded = sql`lower(left(${clicks.utmContent}, 64) collate "C")`;
  return db
    .select({
      clickId: clicks.id,
      clickedAt: sql<number>`(extract(epoch from ${clicks.clickedAt}) * 1000)::float8`,
      experimentId: clicks.experimentId,
      agentId: clicks.agentId,
      isBot: clicks.isBot,
      clickReason: clicks.reason,
      utmContent: clicks.utmContent,
      currency: experiments.currency,
      windowDays: sql<number>`coalesce(${experiments.attributionWindowDays}, ${DEFAULT_WINDOW_DAYS})`,
    })
    .from(clicks)
    .leftJoin(experiments, eq(experiments.id, clicks.experimentId))
    .where(
      and(
        gte(folded, beginning),
        lt(folded, beginning + LAST_CHARACTER),
        eq(clicks.workspaceId, workspaceId),
        lte(clicks.clickedAt, new Date(occurredAt + SKEW_MS)),
      ),
    )
    .orderBy(desc(clicks.clickedAt))
    .limit(limit);
}

/** As the database's `lower` does in the collation "C". */
export const foldAscii = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
