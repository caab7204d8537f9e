/** What the product has counted: the other half of the comparison, read through its API. */
import { type BuyerEvent, type FunnelCounts, HOUR_MS, type Outcomes, type ReleaseSummary } from '@alyson/schema';
import type { Product, Stage } from './product.ts';

export interface Counted {
  totals: Outcomes;
  steps: Pick<FunnelCounts, 'viewed' | 'quizStarted' | 'quizSubmitted'>;
  /** Events with a click, by kind. */
  joined: Record<BuyerEvent['kind'], number>;
  /** Of these, the leads that came before their click. */
  early: number;
  orphans: number;
  duplicates: number;
  rejected: number;
}

export async function count({ api }: Product, stage: Stage): Promise<Counted> {
  const experimentId = stage.experiment.id;
  const from = new Date(Date.parse(stage.experiment.createdAt) - HOUR_MS).toISOString();
  const { totals } = await api.getResults({ params: { experimentId }, query: { from } });
  const funnel = await api.getFunnel({ params: { experimentId }, query: { from } });
  const ofBuyer = (event: BuyerEvent) => event.buyerId === stage.buyerId;
  const events = (await all((cursor) => api.listBuyerEvents({ query: { experimentId, limit: 200, cursor } }))).filter(
    ofBuyer,
  );
  const orphans = await all((cursor) => api.listBuyerEvents({ query: { joined: 'orphan', limit: 200, cursor } }));
  const params = { buyerId: stage.buyerId };
  const reports = await all((cursor) => api.listReports({ params, query: { limit: 200, cursor } }));
  const withOutcome = (outcome: string) => reports.filter((report) => report.outcome === outcome);
  const ofKind = (kind: BuyerEvent['kind']) => events.filter((event) => event.kind === kind).length;
  return {
    totals,
    steps: funnel.total.counts,
    joined: {
      lead: ofKind('lead'),
      sale: ofKind('sale'),
      adjustment: ofKind('adjustment'),
      reversal: ofKind('reversal'),
    },
    early: events.filter((event) => event.eventId.startsWith('early-')).length,
    orphans: orphans.filter(ofBuyer).length,
    duplicates: withOutcome('duplicate').length + reports.reduce((sum, report) => sum + report.deliveries - 1, 0),
    rejected: withOutcome('rejected').length,
  };
}

/** Oldest first. */
export async function listReleases({ api }: Product, { experiment }: Stage): Promise<ReleaseSummary[]> {
  const params = { experimentId: experiment.id };
  return (await all((cursor) => api.listReleases({ params, query: { limit: 200, cursor } }))).reverse();
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

async function all<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}
