import type { BuyerEvent, Money, OrphanCause } from '@alyson/schema';

export interface OrphanGroup {
  cause: OrphanCause;
  events: BuyerEvent[];
  /** What the group's sales and adjustments come to, one amount per currency. */
  atStake: Money[];
  firstAt: string;
  lastAt: string;
}

/** Orphans by cause, the group with the most first. Events come newest first and stay so. */
export function groupOrphans(events: readonly BuyerEvent[]): OrphanGroup[] {
  const groups = Map.groupBy(
    events.filter((event) => event.orphanCause !== null),
    (event) => event.orphanCause,
  );
  const found: OrphanGroup[] = [];
  for (const [cause, members] of groups) {
    const [newest, oldest] = [members[0], members.at(-1)];
    if (cause === null || !newest || !oldest) continue;
    found.push({
      cause,
      events: members,
      atStake: sumByCurrency(members),
      firstAt: oldest.receivedAt,
      lastAt: newest.receivedAt,
    });
  }
  return found.sort((a, b) => b.events.length - a.events.length);
}

function sumByCurrency(events: readonly BuyerEvent[]): Money[] {
  const sums = new Map<string, number>();
  for (const { amount } of events) {
    if (amount && amount.amountMicros !== 0)
      sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amountMicros);
  }
  return [...sums].map(([currency, amountMicros]) => ({ currency, amountMicros }));
}
