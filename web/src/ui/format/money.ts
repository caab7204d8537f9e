import { MICROS_PER_UNIT, type Money } from '@alyson/schema';
import { numberFormat } from './locale.ts';

type Format = (value: number) => string;
const formats = new Map<string, Format>();

function currencyFormat(
  currency: string,
  decimals: number | undefined,
  notation: 'standard' | 'compact' = 'standard',
): Format {
  const key = `${currency} ${decimals} ${notation}`;
  let format = formats.get(key);
  if (!format) {
    const digits = decimals === undefined ? {} : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    format = numberFormat({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', notation, ...digits });
    formats.set(key, format);
  }
  return format;
}

const majorUnits = ({ amountMicros }: Money): number => amountMicros / MICROS_PER_UNIT;

/** Exact, as tables show it: `$4,310.25`. */
export const formatMoney = (money: Money): string => currencyFormat(money.currency, undefined)(majorUnits(money));

/** As headlines show it: whole units, and `$1.24M` from a million. */
export function formatHeadlineMoney(money: Money): string {
  const value = majorUnits(money);
  const isLarge = Math.abs(value) >= 999_999.5;
  return isLarge ? currencyFormat(money.currency, 2, 'compact')(value) : currencyFormat(money.currency, 0)(value);
}

/** Revenue per click, in major units: `$1.84`, and `$0.083` under ten cents. */
export function formatRpc(majorUnitsPerClick: number, currency: string): string {
  const isSmall = majorUnitsPerClick !== 0 && Math.abs(majorUnitsPerClick) < 0.1;
  return currencyFormat(currency, isSmall ? 3 : 2)(majorUnitsPerClick);
}
