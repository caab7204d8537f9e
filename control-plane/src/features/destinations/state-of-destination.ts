import type { DestinationRow } from '../../outbound/destinations.store.ts';
import type { DestinationChange } from './destination-list.store.ts';

/** What turning a destination on or off changes. Turned on, it begins anew, whatever it failed at before. */
export function changeOfState(before: DestinationRow, state: 'on' | 'off' | undefined, now: Date): DestinationChange {
  if (state === undefined || state === before.state) return {};
  const anew = { failures: 0, failingSince: null, lastFault: null, pausedUntil: null };
  return { state, stateSince: now, stateDetail: null, ...(state === 'on' && anew) };
}
