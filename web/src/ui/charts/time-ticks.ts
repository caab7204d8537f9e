import { DAY_MS, HOUR_MS, MINUTE_MS } from '@alyson/schema';
import { LOCALE } from '../format/locale.ts';

export interface TimeTick {
  at: number;
  /** `2 PM`, or `Nov 14` where a day begins. */
  label: string;
}

const STEPS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS,
  14 * DAY_MS,
  28 * DAY_MS,
];

/**
 * Round moments of the reporting zone between `from` and `to`: whole hours and midnights as its clocks show them, also
 * across a change of summer time.
 *
 * @param most how many fit
 */
export function timeTicks(from: number, to: number, most: number, timeZone: string, locale = LOCALE): TimeTick[] {
  const step = STEPS.find((size) => (to - from) / size <= most) ?? 28 * DAY_MS;
  const name = namer(step, timeZone, locale);
  const ticks: TimeTick[] = [];
  const wall = (at: number) => at + zoneOffset(at, timeZone);
  for (let local = Math.ceil(wall(from) / step) * step; ; local += step) {
    const at = fromWall(local, timeZone);
    if (at > to) return ticks;
    if (at >= from && at > (ticks.at(-1)?.at ?? -1)) ticks.push({ at, label: name(at, local % DAY_MS === 0) });
  }
}

/** How far the zone's clocks are ahead of UTC at that moment, in ms. */
function zoneOffset(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(at / 1000) * 1000;
}

/** The moment at which the zone's clocks show `local`, written as if it were UTC. */
function fromWall(local: number, timeZone: string): number {
  const guess = local - zoneOffset(local, timeZone);
  return local - zoneOffset(guess, timeZone);
}

function namer(step: number, timeZone: string, locale: string) {
  const day = new Intl.DateTimeFormat(locale, { timeZone, month: 'short', day: 'numeric' });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: 'numeric',
    ...(step < HOUR_MS && { minute: '2-digit' }),
  });
  return (at: number, isMidnight: boolean) => (isMidnight ? day : time).format(at);
}
