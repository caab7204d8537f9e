import { HOUR_MS } from '@alyson/schema';
import type { ClickCount, NewClick } from './clicks.store.ts';

/** Clicks per experiment, hour, agent and release, in one order for everybody. Bots are counted apart (R4). */
export function countClicks(clicks: readonly NewClick[]): ClickCount[] {
  const counts = new Map<string, ClickCount>();
  for (const { experimentId, agentId, clickedAt, releaseNumber, isBot } of clicks) {
    if (experimentId === null || agentId === null) continue;
    const hour = new Date(Math.floor(clickedAt.getTime() / HOUR_MS) * HOUR_MS);
    const place = { experimentId, hour, agentId, releaseNumber: releaseNumber ?? 0 };
    const key = [experimentId, hour.toISOString(), agentId, place.releaseNumber].join(' ');
    const count = counts.get(key) ?? { ...place, clicks: 0, botClicks: 0 };
    if (isBot) count.botClicks += 1;
    else count.clicks += 1;
    counts.set(key, count);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
