import type { NameCount } from './event-names.store.ts';
import type { SegmentMessage } from './to-message.ts';

/** The messages of one call. */
export interface MessagesOfCall {
  workspaceId: string;
  receivedAt: Date;
  messages: readonly SegmentMessage[];
}

/** How often each name came, whatever it means. */
export function countNames(calls: readonly MessagesOfCall[]): NameCount[] {
  const counts = new Map<string, NameCount>();
  for (const { workspaceId, receivedAt, messages } of calls)
    for (const { type, name, key } of messages) {
      const id = JSON.stringify([workspaceId, type, name]);
      const count = counts.get(id) ?? { workspaceId, type, name, lastSeenAt: receivedAt, times: 0, withoutKey: 0 };
      count.times += 1;
      count.withoutKey += key === null ? 1 : 0;
      if (receivedAt > count.lastSeenAt) count.lastSeenAt = receivedAt;
      counts.set(id, count);
    }
  return [...counts.values()];
}
