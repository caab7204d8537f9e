import { DAY_MS, HOUR_MS, type Instant } from '@alyson/schema';
import { type CivilDay, civilDayOf, dayNumberOf } from './civil-calendar.ts';

/** One IANA timezone, by the rules that the runtime carries. */
export interface Timezone {
  name: string;
  /** How far local clocks are ahead of UTC at that instant, in ms. */
  offsetAt: (instant: Instant) => number;
}

const timezones = new Map<string, Timezone>();

/** @returns null when there is no such timezone; a bare offset such as `+02:00` is none */
export function findTimezone(name: string): Timezone | null {
  const known = timezones.get(name);
  if (known) return known;
  if (!/^[A-Za-z]/.test(name)) return null;
  const format = formatOf(name);
  if (!format || !isSpelledRight(name, format)) return null;
  const timezone = { name, offsetAt: (instant: Instant) => readOffset(format.format(instant)) };
  timezones.set(name, timezone);
  return timezone;
}

/** The day that local calendars show at an instant. */
export const localDayAt = (timezone: Timezone, instant: Instant): CivilDay =>
  civilDayOf(Math.floor((instant + timezone.offsetAt(instant)) / DAY_MS));

/** When the day began that local clocks show at an instant; where they skipped midnight, with the next quarter of an hour. */
export function startOfDay(timezone: Timezone, instant: Instant): Instant {
  const instantOf = clockOfDay(timezone, localDayAt(timezone, instant));
  for (let timeMs = 0; timeMs < DAY_MS; timeMs += HOUR_MS / 4) {
    const start = instantOf(timeMs);
    if (start !== null) return start;
  }
  return instant;
}

/**
 * The instants at which local clocks of one day show a time.
 *
 * @returns a function from ms after local midnight to the first such instant, or to null when clocks skip that time
 */
export function clockOfDay(timezone: Timezone, day: CivilDay): (timeMs: number) => Instant | null {
  const midnight = dayNumberOf(day) * DAY_MS;
  // Local clocks are 12 h behind UTC to 14 h ahead of it: outside this span no instant can be of that day.
  const offsets = new Set([
    timezone.offsetAt(midnight - 14 * HOUR_MS),
    timezone.offsetAt(midnight + DAY_MS + 12 * HOUR_MS),
  ]);
  return (timeMs) => {
    const candidates = [...offsets].map((offset) => midnight + timeMs - offset);
    if (offsets.size === 1) return candidates[0] ?? null;
    const real = candidates.filter((instant) => instant + timezone.offsetAt(instant) === midnight + timeMs);
    return real.length > 0 ? Math.min(...real) : null;
  };
}

function formatOf(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return null; // RangeError: the only way that Intl says "no such timezone"
  }
}

/** Intl takes any case. EventBridge compares names as they are, so `america/new_york` must not pass here. */
function isSpelledRight(name: string, format: Intl.DateTimeFormat): boolean {
  const canonical = format.resolvedOptions().timeZone;
  return name === canonical || name.toLowerCase() !== canonical.toLowerCase();
}

/** `3/10/2024, GMT-04:00` → −4 h; plain `GMT` is 0. */
function readOffset(text: string): number {
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}
