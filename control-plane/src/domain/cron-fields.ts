import type { DayRule } from './cron-day.ts';
import { ScheduleSyntaxError } from './schedule-syntax-error.ts';

/** A parsed `cron(…)`: it fires on each day that any of `dayRules` names, at each hour and minute. All lists ascend. */
export interface CronFields {
  minutes: readonly number[];
  hours: readonly number[];
  months: readonly number[];
  years: readonly number[];
  dayRules: readonly DayRule[];
}

interface FieldKind {
  label: string;
  min: number;
  max: number;
  /** Names that may stand for numbers, from `min` on. */
  names?: readonly string[];
  /** Years are no circle: a range of them cannot wrap. */
  isLinear?: true;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const SATURDAY = 7;

const MINUTE: FieldKind = { label: 'minutes', min: 0, max: 59 };
const HOUR: FieldKind = { label: 'hours', min: 0, max: 23 };
const DAY: FieldKind = { label: 'day of month', min: 1, max: 31 };
const MONTH: FieldKind = { label: 'month', min: 1, max: 12, names: MONTHS };
const WEEKDAY: FieldKind = { label: 'day of week', min: 1, max: SATURDAY, names: WEEKDAYS };
const YEAR: FieldKind = { label: 'year', min: 1970, max: 2199, isLinear: true };

/**
 * Reads the inside of EventBridge's `cron(…)`: minutes, hours, day of month, month, day of week, year.
 *
 * @throws ScheduleSyntaxError
 */
export function parseCronFields(text: string): CronFields {
  const [minutes, hours, day, month, weekday, year, ...rest] = text.toUpperCase().split(' ');
  if (!minutes || !hours || !day || !month || !weekday || !year || rest.length > 0)
    throw new ScheduleSyntaxError(
      'cron() takes six fields with one space between: minutes, hours, day of month, month, day of week, year, for example cron(0 9 * * ? *).',
    );
  return {
    minutes: parseList(MINUTE, minutes),
    hours: parseList(HOUR, hours),
    months: parseList(MONTH, month),
    years: parseList(YEAR, year),
    dayRules: parseDays(day, weekday),
  };
}

function parseDays(day: string, weekday: string): DayRule[] {
  if ((day === '?') === (weekday === '?'))
    throw new ScheduleSyntaxError(
      'Exactly one of day of month and day of week must be ?: put ? in the one that does not matter.',
    );
  if (weekday === '?') return day.split(',').map(parseDayOfMonth);
  if (weekday.includes('#') && weekday.includes(','))
    throw new ScheduleSyntaxError('A day of week with # must stand alone: make one schedule per weekday.');
  return weekday.split(',').map(parseDayOfWeek);
}

function parseDayOfMonth(item: string): DayRule {
  if (item === 'L') return { kind: 'last_day' };
  if (item === 'LW') return { kind: 'last_working_day' };
  if (item.endsWith('W')) return { kind: 'nearest_working_day', day: parseValue(DAY, item.slice(0, -1)) };
  return { kind: 'days', days: parseItem(DAY, item) };
}

function parseDayOfWeek(item: string): DayRule {
  const [weekday = '', nth, ...rest] = item.split('#');
  if (nth !== undefined) {
    if (!/^[1-5]$/.test(nth) || rest.length > 0)
      throw new ScheduleSyntaxError(
        `"${item}" in day of week: after # comes 1 to 5, for example 3#2 for the second Tuesday.`,
      );
    return { kind: 'nth_weekday', weekday: parseValue(WEEKDAY, weekday), nth: Number(nth) };
  }
  if (item === 'L') return { kind: 'weekdays', weekdays: [SATURDAY] };
  if (item.endsWith('L')) return { kind: 'last_weekday', weekday: parseValue(WEEKDAY, item.slice(0, -1)) };
  return { kind: 'weekdays', weekdays: parseItem(WEEKDAY, item) };
}

/** `1,5-7,0/20` as the numbers it names. */
function parseList(kind: FieldKind, text: string): number[] {
  const values = new Set(text.split(',').flatMap((item) => parseItem(kind, item)));
  return [...values].sort((a, b) => a - b);
}

/** One item of a list: `*`, `a`, `a-b`, each with `/step` or without. */
function parseItem(kind: FieldKind, item: string): number[] {
  const [range = '', stepText, ...rest] = item.split('/');
  if (rest.length > 0) throw new ScheduleSyntaxError(`"${item}" in ${kind.label} has more than one /.`);
  const step = stepText === undefined ? 1 : parseStep(kind, item, stepText);
  const [from, to] = parseRange(kind, range, stepText !== undefined);
  const size = kind.max - kind.min + 1;
  const length = to >= from ? to - from + 1 : to - from + 1 + size;
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => ((from - kind.min + i * step) % size) + kind.min);
}

/** First and last value; with a step, a lone first value goes on to the field's end. The last may come before the first. */
function parseRange(kind: FieldKind, range: string, hasStep: boolean): [number, number] {
  if (range === '*') return [kind.min, kind.max];
  const [first = '', last, ...rest] = range.split('-');
  if (rest.length > 0) throw new ScheduleSyntaxError(`"${range}" in ${kind.label} has more than one -.`);
  const from = parseValue(kind, first);
  if (last === undefined) return [from, hasStep ? kind.max : from];
  const to = parseValue(kind, last);
  if (kind.isLinear && to < from)
    throw new ScheduleSyntaxError(`"${range}" in ${kind.label} runs backwards: write ${to}-${from}.`);
  return [from, to];
}

function parseStep(kind: FieldKind, item: string, text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) === 0)
    throw new ScheduleSyntaxError(`"${item}" in ${kind.label}: after / comes a whole number above 0.`);
  return Number(text);
}

function parseValue(kind: FieldKind, text: string): number {
  const named = kind.names?.indexOf(text) ?? -1;
  if (named >= 0) return kind.min + named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= kind.min && value <= kind.max) return value;
  const names = kind.names ? ` or ${kind.names[0]} to ${kind.names.at(-1)}` : '';
  throw new ScheduleSyntaxError(`"${text}" in ${kind.label} must be ${kind.min} to ${kind.max}${names}.`);
}
