import { DAY_MS, HOUR_MS, type Instant } from '@alyson/schema';
import { formatDuration } from './duration.ts';
import { LOCALE } from './locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(LOCALE, { timeZone, ...options });
    formats.set(key, format);
  }
  return format;
}

const TIME: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
const DAY: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric' };

/** `2:05 PM` */
export const formatTime = (at: Instant, timeZone: string): string => dateFormat(timeZone, TIME).format(at);

/** `2:05:11 PM` */
export const formatClock = (at: Instant, timeZone: string): string =>
  dateFormat(timeZone, { ...TIME, second: '2-digit' }).format(at);

/** `Nov 14`, with the year where it is not this one. */
export function formatDay(at: Instant, timeZone: string, now: Instant): string {
  const year = (instant: Instant) => dateFormat(timeZone, { year: 'numeric' }).format(instant);
  return dateFormat(timeZone, year(at) === year(now) ? DAY : { ...DAY, year: 'numeric' }).format(at);
}

/** `Nov 14, 2:05 PM` */
export const formatDayTime = (at: Instant, timeZone: string): string =>
  dateFormat(timeZone, { ...DAY, ...TIME }).format(at);

/** Everything about a moment, for tooltips: `Nov 14, 2026, 2:05:11 PM EST`. */
export const formatExact = (at: Instant, timeZone: string): string =>
  dateFormat(timeZone, { ...DAY, year: 'numeric', ...TIME, second: '2-digit', timeZoneName: 'short' }).format(at);

/** `ET`, `UTC`, `GMT+2`: what the zone is called at that moment. */
export function formatZone(timeZone: string, at: Instant): string {
  if (timeZone === 'UTC') return timeZone;
  const parts = dateFormat(timeZone, { timeZoneName: 'shortGeneric' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? timeZone;
}

const JUST_NOW_MS = 10_000;

/** The past: `just now`, `42 s ago`, `3 min ago`, `2 h ago`, `yesterday 2:05 PM`, `Nov 14`. The future: `in 42 min`. */
export function formatRelative(at: Instant, timeZone: string, now: Instant): string {
  const age = now - at;
  // The page's clock ticks every ten seconds, so something that has just come may seem to lie ahead of it.
  if (Math.abs(age) < JUST_NOW_MS) return 'just now';
  if (age < 0) return -age < DAY_MS ? `in ${formatDuration(-age)}` : formatDayTime(at, timeZone);
  if (age < HOUR_MS) return `${formatDuration(age)} ago`;
  const days = dayNumber(now, timeZone) - dayNumber(at, timeZone);
  if (days === 0 || age < 2 * HOUR_MS) return `${Math.floor(age / HOUR_MS)} h ago`;
  if (days === 1) return `yesterday ${formatTime(at, timeZone)}`;
  return formatDay(at, timeZone, now);
}

/** Counts calendar days of a zone, so that "yesterday" is the zone's and not a span of 24 hours. */
function dayNumber(at: Instant, timeZone: string): number {
  const parts = dateFormat(timeZone, {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    calendar: 'gregory',
    numberingSystem: 'latn',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day')) / DAY_MS;
}
