const HOUR_MS = 3_600_000;
/** Every timezone's offset is a multiple of this, so the hour cannot change within one. */
const STEP_MS = HOUR_MS / 4;
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MOST_TIMEZONES = 1_000;

const formats = new Map<string, Intl.DateTimeFormat>();
const known = new Map<string, { readonly step: number; readonly hour: number }>();

/**
 * The hour of the week, counted from Monday 00:00: 0 … 167. Kept for a quarter of an hour, because a timezone's rules cost
 * far more than a decision.
 *
 * @param at  in ms since 1970
 * @throws RangeError for a timezone that is none
 */
export function hourOfWeek(at: number, timezone: string): number {
  const step = Math.floor(at / STEP_MS);
  const last = known.get(timezone);
  if (last?.step === step) return last.hour;
  const hour = readHour(at, timezone);
  if (known.size >= MOST_TIMEZONES) known.clear();
  known.set(timezone, { step, hour });
  return hour;
}

function readHour(at: number, timezone: string): number {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    if (formats.size >= MOST_TIMEZONES) formats.clear();
    formats.set(timezone, format);
  }
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return DAYS.indexOf(parts.get('weekday') ?? '') * 24 + Number(parts.get('hour'));
}

/** Whether this runtime knows a timezone by its IANA name. */
export function isTimezone(name: string): boolean {
  try {
    return readHour(0, name) >= 0;
  } catch {
    return false;
  }
}
