import { linkPath } from '@alyson/schema';
import { type Product, startProduct } from '../../e2e/product.ts';
import { checkHistory, type StoredClick } from '../check-history.ts';
import { startClicks } from '../click-client.ts';
import { playOutage, settled } from '../play-outage.ts';
import {
  createJudge,
  describeOutcome,
  requireNoSlower,
  requireUnharmed,
  requireWithin,
  type Scenario,
} from '../scenario.ts';
import { until } from '../until.ts';

const MINUTE_MS = 60_000;
const PAGE = 'https://www.example.com/';
const SLUG = 'outage';
const PAGE_OF_CLICKS = 200;

/** The whole product: its control plane freezes, is killed in that state, and is started again by the start. */
export const productControlPlane: Scenario = {
  id: 'S8 product',
  title: 'the control plane is stopped by SIGSTOP, then killed',
  fullMs: 60 * MINUTE_MS,
  async play(volume, atEnd) {
    const judge = createJudge();
    const product = await startProduct();
    atEnd(product.remove);
    const experimentId = await startExperiment(product);
    const link = `${linkPath({ kind: 'slug', value: SLUG })}?aff_id=1`;
    const client = startClicks({ port: product.routerPort, perSecond: volume.perSecond, link, name: 's8' }, atEnd);
    const played = await playOutage({
      client,
      volume,
      begin: async () => void process.kill(product.pidOf('control-plane'), 'SIGSTOP'),
      end: async () => void process.kill(product.pidOf('control-plane'), 'SIGKILL'),
      isOver: () => isDelivered(product, volume.perSecond),
      recoverWithinMs: 20 * MINUTE_MS,
    });
    const pages = new Set([`${PAGE}a`, `${PAGE}b`]);
    const look = async () => checkHistory({ log: played.log, stored: await readClicks(product, experimentId), pages });
    const findings = await settled(look);
    requireUnharmed(judge, findings);
    requireNoSlower(judge, volume, played, 10);
    requireWithin(judge, volume, 'the backlog', played.recoveryMs, 10 * MINUTE_MS);
    return describeOutcome(judge, { ...played, findings });
  },
};

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

/** Nothing waits any more, but what came in the last second. */
async function isDelivered({ routerUrl }: Product, perSecond: number): Promise<boolean> {
  const health = (await (await fetch(`${routerUrl}/healthz`)).json()) as { counters: Record<string, number> };
  return (health.counters['answered'] ?? 0) - (health.counters['delivered'] ?? 0) <= perSecond;
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
