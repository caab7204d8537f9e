import { type CivilDay, daysInMonth, weekdayOf } from './civil-calendar.ts';

/** One way in which a cron expression names days of a month. Weekdays: 1 = Sunday … 7 = Saturday. */
export type DayRule =
  | { kind: 'days'; days: readonly number[] }
  | { kind: 'weekdays'; weekdays: readonly number[] }
  /** `L`: the month's last day. */
  | { kind: 'last_day' }
  /** `LW`: the month's last Monday-to-Friday. */
  | { kind: 'last_working_day' }
  /** `15W`: the Monday-to-Friday nearest to the 15th, within the month. */
  | { kind: 'nearest_working_day'; day: number }
  /** `6L`: the month's last Friday. */
  | { kind: 'last_weekday'; weekday: number }
  /** `3#2`: the month's second Tuesday. */
  | { kind: 'nth_weekday'; weekday: number; nth: number };

/** Whether a rule names this day. */
export function matchesDay(rule: DayRule, date: CivilDay): boolean {
  const length = daysInMonth(date.year, date.month);
  switch (rule.kind) {
    case 'days':
      return rule.days.includes(date.day);
    case 'weekdays':
      return rule.weekdays.includes(weekdayOf(date));
    case 'last_day':
      return date.day === length;
    case 'last_working_day':
      return date.day === nearestWorkingDay({ ...date, day: length });
    case 'nearest_working_day':
      return rule.day <= length && date.day === nearestWorkingDay({ ...date, day: rule.day });
    case 'last_weekday':
      return weekdayOf(date) === rule.weekday && date.day > length - 7;
    case 'nth_weekday':
      return weekdayOf(date) === rule.weekday && Math.ceil(date.day / 7) === rule.nth;
    default:
      return rule satisfies never;
  }
}

/** The Monday-to-Friday nearest to a day; a weekend at the edge of a month stays inside it. */
function nearestWorkingDay(date: CivilDay): number {
  const weekday = weekdayOf(date);
  if (weekday === 7) return date.day === 1 ? 3 : date.day - 1;
  if (weekday === 1) return date.day === daysInMonth(date.year, date.month) ? date.day - 2 : date.day + 1;
  return date.day;
}
