import { type Environment, Optional } from '@marcbachmann/cel-js';
import { DateTime } from 'luxon';

/** What an expression did wrong, in words for the person who wrote it. */
export class ExpressionFault extends Error {}

/** Dates and formats are short; what is longer is no date. */
const LONGEST_DATE = 64;

/**
 * Gives expressions what the language lacks and buyers' reports need: amounts in other units, dates in other formats, texts
 * within texts. All of them are linear in their arguments.
 */
export function registerFunctions(environment: Environment): void {
  environment
    .registerFunction('text(dyn): string', toText)
    .registerFunction('cents(dyn): string', (value: unknown) => shiftByTwo(toText(value)))
    .registerFunction('amount(dyn): string', (value: unknown) => readAmount(value, '.'))
    .registerFunction('amount(dyn, string): string', readAmount)
    .registerFunction('date(dyn, string, string): dyn', readDate)
    .registerFunction('endOfDay(dyn, string, string): dyn', readEndOfDay)
    .registerFunction('epoch(dyn): dyn', (value: unknown) => toInstant(value, 1000))
    .registerFunction('epochMs(dyn): dyn', (value: unknown) => toInstant(value, 1))
    .registerFunction('urlDecode(string): string', decode)
    .registerFunction('parameter(string, string): string', findParameter)
    .registerFunction('part(string, string, int): string', cutPart)
    .registerFunction('string.replace(string, string): string', replaceAll);
}

/** A text, number or truth value as text; nothing as the empty text. */
function toText(given: unknown): string {
  const value = toValue(given);
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') throw new ExpressionFault('is no single value but a list or an object');
  return String(value).trim();
}

/** What stands in an optional; null for nothing. */
export const toValue = (given: unknown): unknown => {
  const value: unknown = given instanceof Optional ? given.orValue(null) : given;
  return value ?? null;
};

/** "1099" is "10.99": exact, without a float in between. */
function shiftByTwo(text: string): string {
  if (text === '') return '';
  const match = /^(-?)(\d{1,15})$/.exec(text);
  if (!match) throw new ExpressionFault('cents() takes a whole number');
  const [, sign, digits = ''] = match;
  const padded = digits.padStart(3, '0');
  return `${sign}${padded.slice(0, -2)}.${padded.slice(-2)}`;
}

/** "$1,234.50" is "1234.50"; with a comma as mark, "1.234,50 €" is too. */
function readAmount(value: unknown, mark: string): string {
  const text = toText(value);
  if (mark !== '.' && mark !== ',') throw new ExpressionFault('amount() takes "." or "," as decimal mark');
  const grouping = mark === '.' ? ',' : '.';
  const plain = text
    .replaceAll(/[\s\p{Sc}']/gu, '')
    .replaceAll(grouping, '')
    .replace(mark, '.');
  return /^\((.+)\)$/.exec(plain)?.[1]?.replace(/^/, '-') ?? plain;
}

function readDate(value: unknown, format: string, zone: string): Date | null {
  if (!/[HhTt]/.test(withoutQuoted(format)))
    throw new ExpressionFault('the format of date() has no hours; leave occurredAt out, or use endOfDay()');
  return parseDate(value, format, zone)?.toJSDate() ?? null;
}

function readEndOfDay(value: unknown, format: string, zone: string): Date | null {
  return parseDate(value, format, zone)?.endOf('day').toJSDate() ?? null;
}

function parseDate(value: unknown, format: string, zone: string): DateTime | null {
  const text = toText(value);
  if (text === '') return null;
  if (text.length > LONGEST_DATE || format.length > LONGEST_DATE) throw new ExpressionFault('is too long for a date');
  const date = DateTime.fromFormat(text, format, { zone, locale: 'en-US' });
  if (date.isValid) return date;
  if (date.invalidReason === 'unsupported zone') throw new ExpressionFault('names a timezone that is not known');
  throw new ExpressionFault(`is no date in the format ${format}`);
}

const withoutQuoted = (format: string): string => format.replaceAll(/'[^']*'/g, '');

function toInstant(value: unknown, unitMs: number): Date | null {
  const text = toText(value);
  if (text === '') return null;
  const number = Number(text);
  if (!Number.isFinite(number)) throw new ExpressionFault('is no number of seconds since 1970');
  const date = new Date(number * unitMs);
  if (Number.isNaN(date.getTime())) throw new ExpressionFault('is no moment that a calendar knows');
  return date;
}

/** Once; what is badly encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Of an address or of a query by itself. */
function findParameter(address: string, name: string): string {
  const query = address.slice(address.indexOf('?') + 1).split('#', 1)[0];
  return new URLSearchParams(query).get(name) ?? '';
}

function cutPart(text: string, separator: string, index: bigint): string {
  if (separator === '') throw new ExpressionFault('part() takes a separator');
  return text.split(separator).at(Number(index)) ?? '';
}

/** So that no chain of replacements grows without end. */
const LONGEST_TEXT = 65_536;

function replaceAll(text: string, from: string, to: string): string {
  if (from === '') throw new ExpressionFault('replace() takes a text to look for');
  const parts = text.split(from);
  if (text.length + (parts.length - 1) * (to.length - from.length) > LONGEST_TEXT)
    throw new ExpressionFault('replace() makes too long a text');
  return parts.join(to);
}
