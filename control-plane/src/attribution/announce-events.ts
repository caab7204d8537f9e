import type { Context } from '../context.ts';
import type { SettledEvent } from './settle.ts';

/** Tells the panel that events came or moved; one note per workspace. */
export function announceEvents(ctx: Context, events: readonly SettledEvent[]): void {
  for (const [workspaceId, group] of Map.groupBy(events, (event) => event.workspaceId)) {
    const experimentIds = new Set(group.flatMap(({ placement }) => experimentOf(placement)));
    ctx.publishChange({ workspaceId, topic: 'buyer_event', experimentIds: [...experimentIds], count: group.length });
  }
}

const experimentOf = (placement: SettledEvent['placement']): string[] =>
  placement.kind === 'joined' && placement.click.experimentId !== null ? [placement.click.experimentId] : [];
