import { startFakeControlPlane } from '../../router/test/fake-control-plane.ts';
import { freePort, type Health, startRouter } from '../../router/test/router-process.ts';
import { createSigner } from '../../router/test/signed-bundle.ts';
import { createRandom } from '../../scripts/lib/random.ts';
import { checkHistory, type Findings } from '../check-history.ts';
import { type ClickClient, startClicks } from '../click-client.ts';
import type { ClickRecord } from '../click-log.ts';
import { startFaultProxy } from '../fault-proxy.ts';
import type { Volume } from '../scenario.ts';
import type { AtEnd } from '../scope.ts';
import { OWN } from './follow.ts';
import { LINK, LINKS, PAGES, releaseNumbered } from './link.ts';

/** The real router on Node, and a control plane behind a proxy that can break. */
export async function setNodeStage({ perSecond }: Volume, atEnd: AtEnd, variables: Record<string, string> = {}) {
  const control = await startFakeControlPlane(0, atEnd);
  const toControl = await startFaultProxy(control.port, createRandom('faults'), atEnd);
  const signer = createSigner();
  const options = { apiUrl: toControl.url, port: await freePort(), signer, variables, atEnd };
  const router = await startRouter(options);
  await router.push(1, { links: LINKS, releases: [releaseNumbered(1)] });
  const startClient = (name: string): ClickClient =>
    startClicks({ port: router.port, perSecond, link: LINK, name }, atEnd);
  const count = async (counter: keyof Health['counters']) => (await router.health()).counters[counter] ?? 0;
  return {
    control,
    toControl,
    router,
    options,
    startClient,
    count,
    /** Nothing waits any more, but what came in the last second. */
    async isDelivered() {
      const settledClicks = control.clicks.length + (await count('setAside')) + (await count('lost'));
      return (await count('answered')) - settledClicks <= perSecond;
    },
  };
}

export type NodeStage = Awaited<ReturnType<typeof setNodeStage>>;

/** What the fake control plane has, against what the clients saw. */
export const findingsOf = (log: readonly ClickRecord[], { control }: Pick<NodeStage, 'control'>): Findings =>
  checkHistory({ log, stored: control.clicks.filter(({ utmContent }) => !utmContent.startsWith(OWN)), pages: PAGES });
