import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkPath } from '@alyson/schema';
import { type Product, type ProductOptions, startProduct } from '../../e2e/product.ts';
import { checkHistory, type Findings, type StoredClick } from '../check-history.ts';
import { startClicks } from '../click-client.ts';
import type { ClickRecord } from '../click-log.ts';
import type { Volume } from '../scenario.ts';
import type { AtEnd } from '../scope.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;
const PAGE = 'https://www.example.com/';
const SLUG = 'outage';
const PAGE_OF_CLICKS = 200;

/** The whole product as `npm start` runs it, with one experiment that clicks can follow. */
export async function setProductStage({ perSecond }: Volume, atEnd: AtEnd, options: ProductOptions = {}) {
  const product = await startProduct(options);
  atEnd(product.remove);
  const experimentId = await startExperiment(product);
  const link = `${linkPath({ kind: 'slug', value: SLUG })}?aff_id=1`;
  const pages = new Set([`${PAGE}a`, `${PAGE}b`]);
  return {
    product,
    experimentId,
    startClient: (name: string) => startClicks({ port: product.routerPort, perSecond, link, name }, atEnd),
    /** Nothing waits any more, but what came in the last second. */
    async isDelivered(): Promise<boolean> {
      const health = (await (await fetch(`${product.routerUrl}/healthz`)).json()) as {
        counters: Record<string, number>;
      };
      return (health.counters['answered'] ?? 0) - (health.counters['delivered'] ?? 0) <= perSecond;
    },
    changeSplit: (first: number) => changeSplit(product, experimentId, first),
    /** What the clients saw, against what the control plane lists. */
    async findings(log: readonly ClickRecord[]): Promise<Findings> {
      return checkHistory({ log, stored: await readClicks(product, experimentId), pages });
    },
  };
}

async function startExperiment({ api }: Product): Promise<string> {
  const { id } = await api.createExperiment({
    body: {
      name: 'An outage',
      agents: [
        { name: 'A', landingUrl: `${PAGE}a?lp=a`, weightBasisPoints: 5_000, isControl: true },
        { name: 'B', landingUrl: `${PAGE}b?lp=b`, weightBasisPoints: 5_000 },
      ],
      links: [{ kind: 'slug', value: SLUG }],
    },
  });
  await api.startExperiment({ params: { experimentId: id } });
  const isPublished = async () =>
    (await api.getExperiment({ params: { experimentId: id } })).release?.status === 'published';
  await until('the experiment is published', isPublished, MINUTE_MS, 100);
  return id;
}

/** Gives the first agent so many basis points. Resolves when the router holds it. */
async function changeSplit({ api }: Product, experimentId: string, first: number): Promise<void> {
  const params = { experimentId };
  const { version, agents, release: before } = await api.getExperiment({ params });
  const weights = agents.map(({ id }, i) => ({ agentId: id, weightBasisPoints: i === 0 ? first : 10_000 - first }));
  await api.overrideSplit({ params, ifMatch: version, body: { weights, reason: 'a story', hold: false } });
  const isPublished = async () => {
    const { release } = await api.getExperiment({ params });
    return release?.status !== 'publishing' && (release?.number ?? 0) > (before?.number ?? 0);
  };
  await until('the split is published', isPublished, MINUTE_MS, 20);
}

async function readClicks({ api }: Product, experimentId: string): Promise<StoredClick[]> {
  const stored: StoredClick[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await api.listClicks({ query: { experimentId, limit: PAGE_OF_CLICKS, ...(cursor && { cursor }) } });
    stored.push(...page.items);
    cursor = page.nextCursor;
  }
  return stored;
}

const serverFile = ({ dataDir }: Product) =>
  readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n');

/** Of the embedded server itself, not of the part that looks after it. */
export const serverPidOf = (product: Product): number => Number(serverFile(product)[0]);

/** A superuser's address of the embedded server, which tells it to nobody but its parent. */
export function databaseUrlOf(product: Product): string {
  const password = readFileSync(join(product.dataDir, 'postgres', 'password'), 'utf8');
  const port = serverFile(product)[3];
  return `postgresql://app:${password}@127.0.0.1:${port}/alyson`;
}
