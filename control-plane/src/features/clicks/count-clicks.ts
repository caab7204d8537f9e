import { HOUR_MS, isGraded } from '@alyson/schema';
import type { ClickCount, NewClick } from './clicks.store.ts';

/**
 * Clicks per experiment, hour, agent and release, in one order for everybody. Counted apart are bots (R4), and people whom
 * a link or a rule sent to their agent (R17).
 */
export function countClicks(clicks: readonly NewClick[]): ClickCount[] {
  const counts = new Map<string, ClickCount>();
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
