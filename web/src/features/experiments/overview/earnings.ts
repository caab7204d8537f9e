import type { ExperimentListItem, Outcomes } from '@alyson/schema';

export interface Earnings {
  currency: string;
  /** Sums over the experiments in that currency, of clicks that links and rules sent as well. */
  totals: Outcomes;
  /** Clicks in `totals` that a link or a rule sent to a page itself: the experiments' own figures are without them. */
  directedClicks: number;
  /** Other currencies that money came in; there is no rate here to add them by. */
  otherCurrencies: string[];
}

/** Adds up the last 14 days of all experiments in the workspace's currency. */
export function addUp(items: readonly ExperimentListItem[], currency: string): Earnings {
  const totals: Outcomes = { clicks: 0, botClicks: 0, leads: 0, sales: 0, revenueMicros: 0 };
  const others = new Set<string>();
  let directedClicks = 0;
  for (const { outcomes, directed, currency: itsCurrency } of items) {
    if (itsCurrency !== currency) {
      if (outcomes.revenueMicros !== 0 || directed.revenueMicros !== 0) others.add(itsCurrency);
      continue;
    }
    totals.clicks += outcomes.clicks + directed.clicks;
    directedClicks += directed.clicks;
    totals.botClicks += outcomes.botClicks;
    totals.leads += outcomes.leads + directed.leads;
    totals.sales += outcomes.sales + directed.sales;
    totals.revenueMicros += outcomes.revenueMicros + directed.revenueMicros;
  }
  return { currency, totals, directedClicks, otherCurrencies: [...others].sort() };
}
