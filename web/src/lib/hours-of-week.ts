/** Some hours of some days: days 0 (Monday) … 6, hours from `from` up to `to`, at most 24. */
export interface HourRange {
  days: number[];
  from: number;
  to: number;
}

export const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const DAYS = DAY_NAMES.map((_, day) => day);

/** The hours of the week that ranges hold, 0 … 167 from Monday 00:00, each once and in order. */
export const hoursOf = (ranges: readonly HourRange[]): number[] =>
  Array.from({ length: 168 }, (_, hour) => hour).filter((hour) =>
    ranges.some(({ days, from, to }) => days.includes(Math.floor(hour / 24)) && hour % 24 >= from && hour % 24 < to),
  );

/** The fewest ranges by day that hold these hours. */
export function rangesOf(hours: readonly number[]): HourRange[] {
  const ranges = new Map<string, HourRange>();
  for (const day of DAYS) {
    for (const { from, to } of runsOfDay(hours, day)) {
      const key = `${from}-${to}`;
      const range = ranges.get(key) ?? { days: [], from, to };
      range.days.push(day);
      ranges.set(key, range);
    }
  }
  return [...ranges.values()];
}

function runsOfDay(hours: readonly number[], day: number): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    if (!hours.includes(day * 24 + hour)) continue;
    const last = runs.at(-1);
    if (last?.to === hour) last.to = hour + 1;
    else runs.push({ from: hour, to: hour + 1 });
  }
  return runs;
}

/** `Mon to Fri 9:00 to 17:00, Sun`. */
export function hoursText(hours: readonly number[]): string {
  if (hours.length === 168) return 'any hour';
  return rangesOf(hours)
    .map(({ days, from, to }) => {
      const isWholeDay = from === 0 && to === 24;
      return isWholeDay ? daysText(days) : `${daysText(days)} ${hourText(from)} to ${hourText(to)}`;
    })
    .join(', ');
}

export const hourText = (hour: number): string => `${hour}:00`;

function daysText(days: readonly number[]): string {
  if (days.length === 7) return 'every day';
  const [first = 0] = days;
  const last = days.at(-1) ?? 0;
  const isRow = days.length > 2 && last - first === days.length - 1;
  return isRow ? `${DAY_NAMES[first]} to ${DAY_NAMES[last]}` : days.map((day) => DAY_NAMES[day]).join(' and ');
}
