import type { LiveState } from '../lib/change-stream.ts';
import { liveState } from '../lib/live-updates.ts';
import { useStore } from '../lib/store.ts';
import { formatTime } from '../ui/format/instant.ts';
import { useZone } from '../ui/values/zone.tsx';

/** How the panel is being kept up to date, in the header. */
export function LiveChip() {
  const state = useStore(liveState);
  const { start, rest } = textOf(state, useZone());
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-12 text-muted">
      <span
        aria-hidden="true"
        className={`size-2 shrink-0 rounded-full ${state.kind === 'live' ? 'bg-positive' : 'border-2 border-warning'}`}
      />
      <span className="truncate">
        {start}
        {rest && <span className="max-sm:hidden"> {rest}</span>}
      </span>
    </span>
  );
}

/** The start alone says enough on a phone. */
function textOf(state: LiveState, zone: string): { start: string; rest?: string } {
  switch (state.kind) {
    case 'connecting':
      return { start: 'Connecting' };
    case 'live':
      return { start: 'Live' };
    case 'reconnecting':
      return { start: 'Reconnecting', rest: `· data as of ${formatTime(state.since, zone)}` };
    case 'polling':
      return { start: 'Updating', rest: 'every 15 s' };
    case 'paused':
      return { start: 'Paused' };
    default:
      return state satisfies never;
  }
}
