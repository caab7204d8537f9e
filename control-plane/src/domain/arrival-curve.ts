/** How many events of clicks of an age came how long after their clicks; both as numbers of a slot. */
export interface DelayCount {
  delaySlot: number;
  /** The last slot that is over for the click. */
  ageSlot: number;
  count: number;
}

/** Fewer events than these say nothing about how late they come. */
const FEWEST_EVENTS = 20;

/**
 * Which share of a click's events has come by the end of each slot of its age. Young clicks can show short delays alone, so
 * plain counting would make everything seem quick: among events that came by a slot, only those of clicks old enough to
 * show that slot are asked whether they came in it (the product-limit estimate for data cut off at the right). What comes
 * later than any click here is old cannot be known, and counts as nothing.
 *
 * @param slots  how many there are
 * @returns shares that rise to 1; null where too few events have come to tell
 */
export function estimateArrival(counts: readonly DelayCount[], slots: number): number[] | null {
  const sum = (isWanted: (count: DelayCount) => boolean) =>
    counts.filter(isWanted).reduce((total, { count }) => total + count, 0);
  if (sum(() => true) < FEWEST_EVENTS) return null;
  const shares = Array.from({ length: slots }, () => 1);
  for (let slot = slots - 1; slot > 0; slot -= 1) {
    const couldShow = sum(({ delaySlot, ageSlot }) => delaySlot <= slot && ageSlot >= slot);
    const came = sum(({ delaySlot, ageSlot }) => delaySlot === slot && ageSlot >= slot);
    shares[slot - 1] = (shares[slot] ?? 1) * (couldShow === 0 ? 1 : 1 - came / couldShow);
  }
  return shares;
}

/**
 * Which share of a group's events has come by now: its clicks' shares, weighed by how many there are of each age. A click is
 * taken to be halfway through the slot that it is in.
 *
 * @param clicksByAge  by the last slot that is over for them; -1 where none is
 */
export function shareArrived(
  shares: readonly number[] | null,
  clicksByAge: ReadonlyMap<number, number>,
): number | null {
  if (shares === null) return null;
  const shareBy = (slot: number) => (slot < 0 ? 0 : (shares[slot] ?? 1));
  let [arrived, clicks] = [0, 0];
  for (const [ageSlot, count] of clicksByAge) {
    arrived += (count * (shareBy(ageSlot) + shareBy(ageSlot + 1))) / 2;
    clicks += count;
  }
  return clicks === 0 ? null : arrived / clicks;
}
