import type { Instant } from '@alyson/schema';
import { formatDay, formatDayTime, formatTime } from '../../../ui/format/instant.ts';

/** When something began, for a sentence: `2:04 PM` today, `Nov 18, 2:04 PM` before. */
export function sinceText(at: string, timeZone: string, now: Instant): string {
  const instant = Date.parse(at);
  const isToday = formatDay(instant, timeZone, now) === formatDay(now, timeZone, now);
  return isToday ? formatTime(instant, timeZone) : formatDayTime(instant, timeZone);
}
