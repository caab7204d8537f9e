import { buyerEvents, eventStandings } from '@alyson/schema/tables';
import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../io/database.ts';

/**
 * What a reader of the past had seen: the standings up to a place, without those of transactions that had not ended then.
 * While some of these may still be under way their snapshot tells them, and afterwards their list, which means the same in
 * any cluster.
 */
export interface KnownMark {
  upTo: number;
  snapshot: string;
  without: readonly number[] | null;
}

/** What is to be read: events as they stand, as they stood at a moment, or as a run saw them. */
export type Known = { kind: 'now' } | { kind: 'at'; at: Date } | { kind: 'marked'; mark: KnownMark };

export const NOW: Known = { kind: 'now' };

/**
 * For `with`: the events of an experiment under the name of their table, which they stand before, so that every query of
 * that table reads the past too. Nothing for now. What had left the experiment by then stands on no click.
 */
export function eventsAsKnown(db: Database, known: Known, experimentId: string) {
  if (known.kind === 'now') return [];
  const s = eventStandings;
  const events = sql`
    select distinct on (${s.eventId}) ${s.eventId} as id, ${s.workspaceId}, ${s.buyerId}, ${s.kind}, ${s.leadId},
      ${s.effectMicros}, ${s.occurredAt}, ${s.receivedAt}, ${s.clickId}, ${s.clickedAt}, ${s.experimentId}, ${s.agentId},
      ${s.isBot}, ${s.clickReason}, ${s.withdrawnAt}
    from ${s} where ${s.experimentId} = ${experimentId} and ${isKnown(known)}
    order by ${s.eventId}, ${s.id} desc`;
  return [db.$with(getTableName(buyerEvents), { id: s.eventId }).as(events)];
}

function isKnown(known: Exclude<Known, { kind: 'now' }>): SQL {
  const { id, recordedAt, recordedBy } = eventStandings;
  if (known.kind === 'at') return sql`${recordedAt} <= ${known.at.toISOString()}::timestamptz`;
  const { upTo, snapshot, without } = known.mark;
  const isSeen = without
    ? sql`${id} <> all(${sql.param([...without])}::bigint[])`
    : sql`pg_visible_in_snapshot(${recordedBy}, ${snapshot}::pg_snapshot)`;
  return sql`${id} <= ${upTo} and ${isSeen}`;
}

/** What this transaction sees. It must see one state throughout: `repeatable read`. */
export async function markKnown(tx: Database, experimentId: string): Promise<Omit<KnownMark, 'without'>> {
  const { id } = eventStandings;
  const { rows } = await tx.execute<{ upTo: number; snapshot: string }>(sql`
    select coalesce((select max(${id}) from ${eventStandings} where ${eventStandings.experimentId} = ${experimentId}), 0)::float8
      as "upTo", pg_current_snapshot()::text as snapshot`);
  const [mark] = rows;
  if (!mark) throw new Error('the database did not say what it sees');
  return mark;
}
