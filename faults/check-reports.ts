import type { Product } from '../e2e/product.ts';
import type { ReportClient } from './report-client.ts';
import type { Judge } from './scenario.ts';

const PAGE_OF_REPORTS = 200;

/** 202: a router has it, and passes it on when it can. */
export const isTaken = ({ status }: { readonly status: number }): boolean => status === 200 || status === 202;

/** G4, G5: what was taken is stored, nothing that nobody sent is, and nothing twice. */
export async function requireReportsKept(judge: Judge, product: Product, client: ReportClient): Promise<void> {
  const stored = await readStored(product, client);
  const kept = new Set(stored);
  const sent = new Set(client.log.map(({ eventId }) => eventId));
  const missing = taken(client).filter((eventId) => !kept.has(eventId));
  judge.require(missing.length === 0, `${missing.length} acknowledged reports are missing`);
  judge.require(kept.size === stored.length, `${stored.length - kept.size} reports are stored twice`);
  const invented = stored.filter((eventId) => !sent.has(eventId));
  judge.require(invented.length === 0, `${invented.length} reports are stored that nobody sent`);
}

/** Whether all that was taken is stored. */
export async function areReportsStored(product: Product, client: ReportClient): Promise<boolean> {
  const kept = new Set(await readStored(product, client));
  return taken(client).every((eventId) => kept.has(eventId));
}

const taken = ({ log }: ReportClient): string[] => log.filter(isTaken).map(({ eventId }) => eventId);

async function readStored({ api }: Product, client: ReportClient): Promise<string[]> {
  const stored: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: PAGE_OF_REPORTS, ...(cursor && { cursor }) };
    const page = await api.listBuyerEvents({ query });
    stored.push(...page.items.filter(({ buyerId }) => buyerId === client.buyerId).map(({ eventId }) => eventId));
    cursor = page.nextCursor;
  }
  return stored;
}

/** Taken or told to come again, soon and in these words: nothing else is an answer. */
export function requireHonestAnswers(judge: Judge, { log }: ReportClient): number {
  const others = log.filter(({ status }) => status !== 200 && status !== 503);
  judge.require(others.length === 0, `${others.length} reports were answered ${others[0]?.status}`);
  return log.filter(({ status }) => status === 503).length;
}
