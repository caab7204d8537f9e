import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../router/test/router-process.ts';
import type { AtEnd } from '../scope.ts';
import { until } from '../until.ts';

/** Ports of what the Worker depends on. */
export interface WorkerdPorts {
  readonly kv: number;
  readonly hub: number;
  readonly queue: number;
  readonly setAside: number;
}

export interface WorkerdProcess {
  /** Where clicks go. */
  readonly port: number;
  /** Takes batches of the queue for the consumer, as JSON. */
  readonly consumerPort: number;
  kill(): Promise<void>;
}

/** The hub as the Worker sees it, its storage behind HTTP: so it can break. */
const HUB = `import { DurableObject } from 'cloudflare:workers';
export class ReleaseHub extends DurableObject {
  async read(shard, held) {
    const answer = await this.env.STORE.fetch(\`http://hub/\${shard}?held=\${held}\`);
    if (!answer.ok) throw new Error('the hub fails');
    return answer.json();
  }
}
export default {};`;
/** Cloudflare's side of a queue: hands a batch to the consumer, and says what became of it. */
const CONSUMER = `export default { async fetch(request, { ROUTER }) {
  const { queue, messages } = await request.json();
  const timely = messages.map((message) => ({ ...message, timestamp: new Date(message.timestamp) }));
  return Response.json(await ROUTER.queue(queue, timely));
} };`;

const READY_WITHIN_MS = 15_000;

/** An open-source workerd of its own with the built Worker in it. Ready means that it listens: its isolates are cold. */
export async function startWorkerd(
  code: string,
  variables: Readonly<Record<string, string>>,
  ports: WorkerdPorts,
  atEnd: AtEnd,
): Promise<WorkerdProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'alyson-workerd-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const [port, consumerPort] = [await freePort(), await freePort()];
  writeFileSync(join(folder, 'router.js'), code);
  writeFileSync(join(folder, 'hub.js'), HUB);
  writeFileSync(join(folder, 'consumer.js'), CONSUMER);
  writeFileSync(join(folder, 'config.capnp'), describe(variables, ports, port, consumerPort));
  // The binary itself: its wrapper would leave it behind when it is killed.
  const binary: string = createRequire(import.meta.url)('workerd').default;
  const child = spawn(binary, ['serve', '--experimental', join(folder, 'config.capnp')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  atEnd(kill);
  await until('workerd listens', () => isListening(port), READY_WITHIN_MS).catch((error: Error) => {
    throw new Error(`${error.message}\n${said.join('')}`);
  });
  return { port, consumerPort, kill };
}

const describe = (
  variables: Readonly<Record<string, string>>,
  { kv, hub, queue, setAside }: WorkerdPorts,
  port: number,
  consumerPort: number,
): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "router", worker = .router), (name = "hub", worker = .hub), (name = "consumer", worker = .consumer),
    ${external('kv', kv)}, ${external('hub-store', hub)}, ${external('queue', queue)}, ${external('set-aside', setAside)},
    (name = "local", network = (allow = ["local"])) ],
  sockets = [ (name = "clicks", address = "127.0.0.1:${port}", http = (), service = "router"),
    (name = "batches", address = "127.0.0.1:${consumerPort}", http = (), service = "consumer") ] );
const router :Workerd.Worker = (
  modules = [ (name = "router.js", esModule = embed "router.js") ], compatibilityDate = "2026-11-01",
  globalOutbound = "local",
  bindings = [ (name = "RELEASES", kvNamespace = "kv"), (name = "CLICKS", queue = "queue"),
    (name = "SET_ASIDE", queue = "set-aside"),
    (name = "HUB", durableObjectNamespace = (className = "ReleaseHub", serviceName = "hub")),
    ${Object.entries(variables)
      .map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`)
      .join(', ')} ] );
const hub :Workerd.Worker = (
  modules = [ (name = "hub.js", esModule = embed "hub.js") ], compatibilityDate = "2026-11-01",
  bindings = [ (name = "STORE", service = "hub-store") ],
  durableObjectNamespaces = [ (className = "ReleaseHub", uniqueKey = "hub") ], durableObjectStorage = (inMemory = void) );
const consumer :Workerd.Worker = (
  modules = [ (name = "consumer.js", esModule = embed "consumer.js") ], compatibilityDate = "2026-11-01",
  compatibilityFlags = ["service_binding_extra_handlers"], bindings = [ (name = "ROUTER", service = "router") ] );
`;

const external = (name: string, port: number): string =>
  `(name = "${name}", external = (address = "127.0.0.1:${port}", http = ()))`;

function isListening(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}
