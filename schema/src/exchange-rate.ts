import * as z from 'zod';
import { Currency } from './money.ts';
import { DAY_MS, type Instant } from './time.ts';

/** A day of the calendar, in UTC. */
export const RateDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2026-11-20')
  .refine((text) => z.iso.date().safeParse(text).success, 'is no day of the calendar');

/** A decimal above 0, exact: nine digits before the point and twelve behind it. */
export const Rate = z
  .string()
  .trim()
  .regex(/^\d{1,9}(\.\d{1,12})?$/, 'must be a decimal such as 1.0845, with 9 digits before the point and 12 behind it')
  .refine((text) => /[1-9]/.test(text), 'must be above 0');

/** What one unit of `from` was worth in `to` on a day. */
export const ExchangeRate = z.object({ day: RateDay, from: Currency, to: Currency, rate: Rate });
export type ExchangeRate = z.infer<typeof ExchangeRate>;

/** One request's worth: ten years of one pair. */
export const MOST_RATES = 4_000;

export const SetExchangeRates = z
  .object({
    rates: z.array(ExchangeRate).min(1, 'is empty').max(MOST_RATES),
    /** Whether amounts that were counted with another rate are counted again; else only those that wait, and later ones. */
    resettle: z.boolean().default(false),
    /** Why, where amounts are counted again: it stands in the audit log. */
    reason: z.string().trim().min(1).max(500).optional(),
  })
  .superRefine(({ rates, resettle, reason }, context) => {
    const seen = new Set<string>();
    const fault = (index: number, field: string, message: string) =>
      context.addIssue({ code: 'custom', path: ['rates', index, field], message });
    for (const [index, { day, from, to }] of rates.entries()) {
      if (from === to) fault(index, 'to', 'must be another currency');
      const name = `${day} ${from} ${to}`;
      if (seen.has(name)) fault(index, 'day', 'has this pair twice');
      seen.add(name);
    }
    if (resettle && reason === undefined)
      context.addIssue({ code: 'custom', path: ['reason'], message: 'is missing: it changes money that was counted' });
  });
export type SetExchangeRates = z.input<typeof SetExchangeRates>;

/** What setting rates did. Amounts are counted right after it. */
export const RatesReceipt = z.object({ added: z.int(), changed: z.int(), unchanged: z.int() });
export type RatesReceipt = z.infer<typeof RatesReceipt>;

/** A pair of currencies that a workspace has rates for, or needs some. */
export const CurrencyPair = z.object({
  from: Currency,
  to: Currency,
  /** The newest; null while there is none. */
  newest: ExchangeRate.pick({ day: true, rate: true }).nullable(),
  days: z.int(),
  /** Events whose amounts wait for a rate, and the earliest and last day (UTC) on which they occurred. */
  waiting: z.int(),
  waitingFrom: RateDay.nullable(),
  waitingTo: RateDay.nullable(),
});
export type CurrencyPair = z.infer<typeof CurrencyPair>;

/** A rate serves for its own day, and for so many days after it: weekends and feast days have none of their own. */
export const RATE_SERVES_DAYS = 7;

/** The day of a moment, in UTC: whose rate an amount counts with. */
export const rateDayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

/** The earliest day whose rate still serves on another. */
export const earliestRateDay = (day: string): string => rateDayOf(Date.parse(day) - RATE_SERVES_DAYS * DAY_MS);

/** The last day that the rate of another still serves on. */
export const lastServedDay = (day: string): string => rateDayOf(Date.parse(day) + RATE_SERVES_DAYS * DAY_MS);
