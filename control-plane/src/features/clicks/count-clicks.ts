import { DAY_MS, HOUR_MS, isGraded } from '@alyson/schema';
import type { DayCount, HourCount, NewClick } from './clicks.store.ts';

/**
 * Clicks per experiment, hour, agent and release, in one order for everybody. Counted apart are bots (R4), and people whom
 * a link or a rule sent to their agent (R17).
 */
export function countByHour(clicks: readonly NewClick[]): HourCount[] {
  const counts = new Map<string, HourCount>();
  for (const { experimentId, agentId, clickedAt, releaseNumber, reason, isBot } of clicks) {
    if (experimentId === null || agentId === null) continue;
    const hour = new Date(Math.floor(clickedAt.getTime() / HOUR_MS) * HOUR_MS);
    const place = { experimentId, hour, agentId, releaseNumber: releaseNumber ?? 0 };
    const key = [experimentId, hour.toISOString(), agentId, place.releaseNumber].join(' ');
    const count = counts.get(key) ?? { ...place, clicks: 0, directedClicks: 0, botClicks: 0 };
    if (isBot) count.botClicks += 1;
    else if (isGraded(reason)) count.clicks += 1;
    else count.directedClicks += 1;
    counts.set(key, count);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

/** The same per experiment and day of UTC, in one order for everybody. */
export function countByDay(hours: readonly HourCount[]): DayCount[] {
  const counts = new Map<string, DayCount>();
  for (const { experimentId, hour, clicks, directedClicks, botClicks } of hours) {
    const day = new Date(Math.floor(hour.getTime() / DAY_MS) * DAY_MS);
    const key = `${experimentId} ${day.toISOString()}`;
    const count = counts.get(key) ?? { experimentId, day, clicks: 0, directedClicks: 0, botClicks: 0 };
    count.clicks += clicks;
    count.directedClicks += directedClicks;
    count.botClicks += botClicks;
    counts.set(key, count);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
