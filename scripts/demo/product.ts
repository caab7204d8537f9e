/** The running product, found as `npm start` left it, and the experiment that the demo plays in. */
import { type ApiClient, createApiClient, type Experiment } from '@alyson/schema';
import { fetchInTime } from '../lib/fetch-in-time.ts';
import { readSecrets } from '../lib/secrets.ts';
import { PlainError } from '../lib/stop-with-one-line.ts';
import { readSettings, type Settings } from '../start/settings.ts';
import { DEMO_AGENTS } from './agents.ts';
import type { BuyerAccount } from './buyer.ts';
import type { SegmentAccount } from './landing-pages.ts';
import type { Links } from './visits.ts';

export interface Product {
  settings: Settings;
  api: ApiClient;
}

/** @throws PlainError that says what is missing */
export async function findProduct(environment: NodeJS.ProcessEnv): Promise<Product> {
  const settings = readSettings(environment);
  for (const url of [settings.localRouterUrl, settings.localApiUrl]) await expectHealth(url);
  const token = environment['ALYSON_ADMIN_TOKEN'] || readSecrets(settings.dataDir).ALYSON_ADMIN_TOKEN;
  if (!token)
    throw new PlainError(`There is no admin token in ${settings.dataDir}: set ALYSON_ADMIN_TOKEN, or ALYSON_DATA_DIR.`);
  const headers = { authorization: `Bearer ${token}` };
  const api = createApiClient({ baseUrl: settings.localApiUrl, fetch: fetchInTime, headers });
  await api.getMe({}).catch((error: Error) => {
    throw new PlainError(
      `${settings.localApiUrl} refuses the admin token: ${error.message} Set ALYSON_ADMIN_TOKEN, or ALYSON_DATA_DIR.`,
    );
  });
  return { settings, api };
}

async function expectHealth(url: string): Promise<void> {
  const answer = await fetchInTime(`${url}/healthz`).catch(() => undefined);
  await answer?.body?.cancel();
  if (!answer?.ok) throw new PlainError(`Nothing healthy answers at ${url}: run npm start in another terminal first.`);
}

export interface Stage {
  experiment: Experiment;
  links: Links;
  buyerId: string;
  buyer: BuyerAccount;
  segment: SegmentAccount;
}

/** A buyer, a source of page events and a running auto experiment of the demo's own. @param tag  makes their names new */
export async function setStage({ api }: Product, tag: string): Promise<Stage> {
  const links: Links = { slug: `demo-${tag}`, offerId: (Number.parseInt(tag, 36) % 1_000_000_000) + 1 };
  const { buyer, secret } = await api.createBuyer({ body: { name: `Demo buyer ${tag}` } });
  const { source, secret: segmentSecret } = await api.createSegmentSource({ body: { name: `Demo pages ${tag}` } });
  const draft = await api.createExperiment({
    body: {
      name: `Demo: which page earns most? (${tag})`,
      mode: 'auto',
      objective: 'rpc',
      optimization: { floorBasisPoints: 500, stepBasisPoints: 2_000, burnInClicks: 400 },
      agents: DEMO_AGENTS.map(({ name, landingUrl }, i) => ({
        name,
        landingUrl,
        isControl: i === 0,
        weightBasisPoints: 10_000 / DEMO_AGENTS.length,
      })),
      links: [
        { kind: 'slug', value: links.slug },
        { kind: 'tune_offer', value: String(links.offerId) },
      ],
    },
  });
  const experiment = await api.startExperiment({ params: { experimentId: draft.id } });
  return {
    experiment,
    links,
    buyerId: buyer.id,
    buyer: { webhookUrl: buyer.webhookUrl, secret },
    segment: { webhookUrl: source.webhookUrl, secret: segmentSecret },
  };
}

/** Waits until the router routes by the experiment's first release. @throws PlainError after 10 s */
export async function untilRouted({ api }: Product, { experiment }: Stage): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const { release } = await api.getExperiment({ params: { experimentId: experiment.id } });
    if (release && release.status !== 'publishing') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new PlainError('The first release did not reach the router within 10 s: see the logs of npm start.');
}
