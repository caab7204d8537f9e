import type { DeliveryState } from '@alyson/schema';
import { deliveries, deliveryAttempts, destinations, experiments } from '@alyson/schema/tables';
import { and, asc, desc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import type { PageKey } from '../../http/page.ts';
import type { Database, Tx } from '../../io/database.ts';
import { isAfter } from '../../io/database-paging.ts';
import type { DeliveryRow } from '../../outbound/deliveries.store.ts';
import type { DestinationRow } from '../../outbound/destinations.store.ts';

export type DestinationKind = DestinationRow['kind'];
export type DestinationSummary = DestinationRow & { waiting: number; givenUp: number };

/** Beyond this nobody needs the exact number, and counting would read all of them. */
const MOST_COUNTED = 1_000;

const countOf = (state: DeliveryState): SQL<number> => sql<number>`(
  select count(*)::int from (select 1 from ${deliveries} d where d.destination_id = ${destinations.id} and d.state = ${sql.raw(`'${state}'`)}
    limit ${MOST_COUNTED}) counted)`;

const selectSummaries = (db: Database) =>
  db
    .select({ ...getTableColumns(destinations), waiting: countOf('waiting'), givenUp: countOf('given_up') })
    .from(destinations);

const isThere = (workspaceId: string): SQL | undefined =>
  and(eq(destinations.workspaceId, workspaceId), isNull(destinations.removedAt));

export interface DestinationFilter {
  workspaceId: string;
  kind: DestinationKind;
  affiliateId?: string | undefined;
  after: PageKey | null;
  limit: number;
}

/** Newest first. */
export function pageOfDestinations(db: Database, filter: DestinationFilter): Promise<DestinationSummary[]> {
  const { workspaceId, kind, affiliateId, after, limit } = filter;
  return selectSummaries(db)
    .where(
      and(
        isThere(workspaceId),
        eq(destinations.kind, kind),
        affiliateId === undefined ? undefined : eq(destinations.affiliateId, affiliateId),
        isAfter(destinations.createdAt, destinations.id, after),
      ),
    )
    .orderBy(desc(destinations.createdAt), desc(destinations.id))
    .limit(limit);
}

/** @param kind  null: of either */
export async function findDestination(
  db: Database,
  workspaceId: string,
  id: string,
  kind: DestinationKind | null,
): Promise<DestinationSummary | null> {
  const ofKind = kind === null ? undefined : eq(destinations.kind, kind);
  const [row] = await selectSummaries(db).where(and(isThere(workspaceId), eq(destinations.id, id), ofKind));
  return row ?? null;
}

/** For a change: whoever else wants to change it waits. */
export async function lockDestination(
  tx: Tx,
  workspaceId: string,
  id: string,
  kind: DestinationKind,
): Promise<DestinationRow | null> {
  const [row] = await tx
    .select()
    .from(destinations)
    .where(and(isThere(workspaceId), eq(destinations.id, id), eq(destinations.kind, kind)))
    .for('update');
  return row ?? null;
}

export async function insertDestination(tx: Tx, row: typeof destinations.$inferInsert): Promise<void> {
  await tx.insert(destinations).values(row);
}

/** What is undefined stays. */
export type DestinationChange = {
  [K in Exclude<keyof DestinationRow, 'id' | 'workspaceId' | 'kind' | 'version' | 'createdAt'>]?:
    | DestinationRow[K]
    | undefined;
};

export async function updateDestination(tx: Tx, id: string, change: DestinationChange): Promise<void> {
  await tx
    .update(destinations)
    .set({ ...change, version: sql`${destinations.version} + 1` })
    .where(eq(destinations.id, id));
}

/** Somebody asks for an attempt now, whatever it failed at before. */
export async function endPause(tx: Tx, id: string): Promise<void> {
  await tx.update(destinations).set({ pausedUntil: null }).where(eq(destinations.id, id));
}

export async function isOwnExperiment(db: Database, workspaceId: string, id: string): Promise<boolean> {
  const rows = await db
    .select({ id: experiments.id })
    .from(experiments)
    .where(and(eq(experiments.workspaceId, workspaceId), eq(experiments.id, id)));
  return rows.length > 0;
}

export interface DeliveryFilter {
  destinationId: string;
  state?: DeliveryState | undefined;
  after: PageKey | null;
  limit: number;
}

/** Newest first. */
export function pageOfDeliveries(
  db: Database,
  { destinationId, state, after, limit }: DeliveryFilter,
): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.destinationId, destinationId),
        state === undefined ? undefined : eq(deliveries.state, state),
        isAfter(deliveries.createdAt, deliveries.id, after),
      ),
    )
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(limit);
}

export async function findDelivery(db: Database, workspaceId: string, id: string): Promise<DeliveryRow | null> {
  const [row] = await db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.workspaceId, workspaceId), eq(deliveries.id, id)));
  return row ?? null;
}

export const findAttempts = (db: Database, deliveryId: string) =>
  db
    .select()
    .from(deliveryAttempts)
    .where(eq(deliveryAttempts.deliveryId, deliveryId))
    .orderBy(asc(deliveryAttempts.number));

/** Lets a delivery begin anew: due now, with all its tries. */
export async function restartDelivery(tx: Tx, id: string, now: Date, deadline: Date): Promise<void> {
  await tx.update(deliveries).set(anew(now, deadline)).where(eq(deliveries.id, id));
}

/** The same with what was given up. @returns how many */
export async function restartGivenUp(
  tx: Tx,
  destinationId: string,
  now: Date,
  deadline: Date,
  most: number,
): Promise<number> {
  const chosen = tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.destinationId, destinationId), eq(deliveries.state, 'given_up')))
    .orderBy(asc(deliveries.createdAt))
    .limit(most)
    .for('update', { skipLocked: true });
  const restarted = await tx
    .update(deliveries)
    .set(anew(now, deadline))
    .where(sql`${deliveries.id} in (${chosen})`)
    .returning({ id: deliveries.id });
  return restarted.length;
}

const anew = (now: Date, deadline: Date) =>
  ({ state: 'waiting', failures: 0, nextAttemptAt: now, deadline, leasedUntil: null, finishedAt: null }) as const;
