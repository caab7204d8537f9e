import type { ExchangeRate } from '@alyson/schema';
import { buyerEvents, exchangeRates } from '@alyson/schema/tables';
import { and, asc, count, desc, eq, isNotNull, isNull, max, min, type SQL, sql } from 'drizzle-orm';
import type { Database, Tx } from '../../io/database.ts';

/** As few decimals as say the same. */
const SHORT = sql<string>`trim_scale(${exchangeRates.rate})::text`;

const SHOWN = {
  day: exchangeRates.day,
  from: exchangeRates.fromCurrency,
  to: exchangeRates.toCurrency,
  rate: SHORT,
};

export interface RatesPage {
  from?: string | undefined;
  to?: string | undefined;
  /** Only those behind this one. */
  after: Pick<ExchangeRate, 'from' | 'to' | 'day'> | null;
  limit: number;
}

/** Descending in all of pair and day, as the index is read backwards: the newest day of a pair first. */
export function findRates(
  db: Database,
  workspaceId: string,
  { from, to, after, limit }: RatesPage,
): Promise<ExchangeRate[]> {
  const { fromCurrency, toCurrency, day } = exchangeRates;
  return db
    .select(SHOWN)
    .from(exchangeRates)
    .where(
      and(
        eq(exchangeRates.workspaceId, workspaceId),
        from === undefined ? undefined : eq(fromCurrency, from),
        to === undefined ? undefined : eq(toCurrency, to),
        after === null ? undefined : sql`(${NAME}) < (${after.from}, ${after.to}, ${after.day}::date)`,
      ),
    )
    .orderBy(desc(fromCurrency), desc(toCurrency), desc(day))
    .limit(limit);
}

/** The rates of these days and pairs as they are, locked against others who set them. */
export async function lockRates(tx: Tx, workspaceId: string, rates: readonly ExchangeRate[]): Promise<ExchangeRate[]> {
  return tx
    .select(SHOWN)
    .from(exchangeRates)
    .where(and(eq(exchangeRates.workspaceId, workspaceId), sql`(${NAME}) in (select * from ${namesOf(rates)})`))
    .orderBy(exchangeRates.fromCurrency, exchangeRates.toCurrency, exchangeRates.day)
    .for('update');
}

const NAME = sql`${exchangeRates.fromCurrency}, ${exchangeRates.toCurrency}, ${exchangeRates.day}`;

const namesOf = (rates: readonly ExchangeRate[]): SQL =>
  sql`unnest(${sql.param(rates.map(({ from }) => from))}::text[], ${sql.param(rates.map(({ to }) => to))}::text[],
    ${sql.param(rates.map(({ day }) => day))}::date[])`;

/** Where two requests bring the same days, the later one waits here and then writes over the first. */
export async function upsertRates(
  tx: Tx,
  rates: readonly ExchangeRate[],
  common: Pick<typeof exchangeRates.$inferInsert, 'workspaceId' | 'changedAt' | 'changedByName' | 'due'>,
): Promise<void> {
  if (rates.length === 0) return;
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  await tx
    .insert(exchangeRates)
    .values(rates.map(({ day, from, to, rate }) => ({ ...common, day, fromCurrency: from, toCurrency: to, rate })))
    .onConflictDoUpdate({
      target: [exchangeRates.workspaceId, exchangeRates.fromCurrency, exchangeRates.toCurrency, exchangeRates.day],
      set: {
        rate: excluded('rate'),
        changedAt: excluded('changed_at'),
        changedByName: excluded('changed_by_name'),
        // What an earlier request asked for is not forgotten.
        due: sql`case when ${exchangeRates.due} = 'resettle' then 'resettle' else excluded.due end`,
      },
    });
}

export const countRates = (db: Database, workspaceId: string) =>
  db
    .select({
      from: exchangeRates.fromCurrency,
      to: exchangeRates.toCurrency,
      days: count(),
      newestDay: max(exchangeRates.day),
    })
    .from(exchangeRates)
    .where(eq(exchangeRates.workspaceId, workspaceId))
    .groupBy(exchangeRates.fromCurrency, exchangeRates.toCurrency)
    .orderBy(asc(exchangeRates.fromCurrency), asc(exchangeRates.toCurrency));

/** Amounts that count nothing yet, by what they are to be converted from and to. */
export const countWaiting = (db: Database, workspaceId: string) =>
  db
    .select({
      from: sql<string>`${buyerEvents.currency}`,
      to: sql<string>`${buyerEvents.rateTo}`,
      waiting: count(),
      waitingFrom: min(buyerEvents.occurredAt),
      waitingTo: max(buyerEvents.occurredAt),
    })
    .from(buyerEvents)
    .where(and(eq(buyerEvents.workspaceId, workspaceId), isNotNull(buyerEvents.rateTo), isNull(buyerEvents.rate)))
    .groupBy(buyerEvents.currency, buyerEvents.rateTo);
