import { type LiveState, liveState } from '../lib/live-updates.ts';
import { useStore } from '../lib/store.ts';
import { formatTime } from '../ui/format/instant.ts';
import { useZone } from '../ui/values/zone.tsx';

/** How the panel is being kept up to date, in the header. */
export function LiveChip() {
  const state = useStore(liveState);
  const zone = useZone();
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-12 whitespace-nowrap text-muted">
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${state.kind === 'live' ? 'bg-positive' : 'border-2 border-warning'}`}
      />
      {textOf(state, zone)}
    </span>
  );
}

function textOf(state: LiveState, zone: string): string {
  switch (state.kind) {
    case 'connecting':
      return 'Connecting';
    case 'live':
      return 'Live';
    case 'reconnecting':
      return `Reconnecting, data as of ${formatTime(state.since, zone)}`;
    case 'polling':
      return 'Updating every 15 s';
    case 'paused':
      return 'Paused';
    default:
      return state satisfies never;
  }
}
