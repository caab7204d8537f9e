import { startFakeControlPlane } from '../../router/test/fake-control-plane.ts';
import { aBundle } from '../../router/test/sample-bundle.ts';
import { createSigner } from '../../router/test/signed-bundle.ts';
import { createRandom } from '../../scripts/lib/random.ts';
import { startClicks } from '../click-client.ts';
import { startFaultProxy } from '../fault-proxy.ts';
import type { Volume } from '../scenario.ts';
import type { AtEnd } from '../scope.ts';
import { buildWorker } from './build-worker.ts';
import { startBundleStores } from './bundle-stores.ts';
import { startClickQueue } from './click-queue.ts';
import { LINK, LINKS, releaseNumbered } from './link.ts';
import { startWorkerd } from './workerd-process.ts';

const signer = createSigner();

const signRelease = (number: number, change: Parameters<typeof releaseNumbered>[1] = {}) =>
  signer.sign(aBundle({ sequence: number, links: LINKS, releases: [releaseNumbered(number, change)] }));

/** Shipped with the Worker: release 1. */
let built: Promise<string> | undefined;
const codeOf = (): Promise<string> => {
  built ??= buildWorker({ 0: signRelease(1) });
  return built;
};

/** The built Worker in a real workerd; KV, hub, queue and control plane each behind a proxy that can break. */
export async function setWorkerStage({ perSecond }: Volume, atEnd: AtEnd) {
  const code = await codeOf();
  const control = await startFakeControlPlane(0, atEnd);
  const stores = await startBundleStores(atEnd);
  const queue = await startClickQueue(createRandom('queue'), atEnd);
  const setAside = await startClickQueue(createRandom('set aside'), atEnd);
  const before = (port: number, name: string) => startFaultProxy(port, createRandom('faults', name), atEnd);
  const toControl = await before(control.port, 'control');
  const toKv = await before(stores.kvPort, 'kv');
  const toHub = await before(stores.hubPort, 'hub');
  const toQueue = await before(queue.port, 'queue');
  const ports = { kv: toKv.port, hub: toHub.port, queue: toQueue.port, setAside: setAside.port };
  const variables = {
    ALYSON_ENVIRONMENT: 'test',
    ALYSON_API_URL: toControl.url,
    ALYSON_EDGE_TOKEN: 'edge-token-of-this-test',
    ALYSON_SHARD_COUNT: '1',
    ALYSON_CLICK_KEYS: JSON.stringify({ 0: Buffer.alloc(16, 1).toString('base64') }),
    ALYSON_RELEASE_PUBLIC_KEYS: JSON.stringify({ [signer.keyId]: Buffer.from(signer.raw).toString('base64') }),
  };
  const start = () => startWorkerd(code, variables, ports, atEnd);
  stores.publish(2, signRelease(2));
  const first = await start();
  queue.consumer = first.consumerPort;
  return {
    control,
    queue,
    setAside,
    toControl,
    toKv,
    toHub,
    toQueue,
    /** The one there is from the beginning. */
    first,
    /** Another, whose isolates have seen nothing. */
    start,
    publish: (number: number, change: Parameters<typeof releaseNumbered>[1] = {}) =>
      stores.publish(number, signRelease(number, change)),
    startClient: (name: string) => startClicks({ port: first.port, perSecond, link: LINK, name }, atEnd),
    isDelivered: () => queue.waiting() <= perSecond,
  };
}
