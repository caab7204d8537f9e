/** workerd as it is deployed by Cloudflare, without anything around it: a router with KV, queue and hub, and the yardstick. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WorkerdOptions {
  readonly folder: string;
  readonly port: number;
  /** The Worker's code. */
  readonly code: string;
  /** Its variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** What KV holds under every key. The hub holds nothing, and is asked all the same. */
  readonly stored: string;
  /**
   * What takes the clicks. `emulated`: another Worker, over HTTP, as local tools do it; it runs on the router's own thread,
   * which Cloudflare's queue does not. `in_isolate`: an object that resolves at once, which leaves the router's own work
   * for a record, and nothing of a queue's.
   */
  readonly queue?: 'emulated' | 'in_isolate';
}

const FIXED = `export default { fetch: () => new Response(null, { status: 302, headers: {
  location: 'https://lp.example.com/1?v=1&utm_content=102', 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex',
} }) };`;
/** KV and Queues are HTTP to a service: here the smallest that answers. */
const STORE = `import stored from 'stored';
export default { async fetch(request) {
  if (request.method === 'GET') return new Response(stored);
  await request.arrayBuffer();
  return Response.json({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } });
} };`;
const QUEUE_IN_ISOLATE = 'export default () => ({ send: async () => {}, sendBatch: async () => {} });';

/** Writes a configuration of workerd. @returns its path */
export function writeRouterConfig(options: WorkerdOptions): string {
  const { folder, port, code, variables, stored, queue = 'emulated' } = options;
  const texts = Object.entries(variables).map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`);
  const queueBinding = (name: string) =>
    queue === 'emulated'
      ? `(name = "${name}", queue = "store")`
      : `(name = "${name}", wrapped = (moduleName = "bench:queue"))`;
  const files = { 'router.js': code, 'store.js': STORE, 'stored.txt': stored, 'queue.js': QUEUE_IN_ISOLATE };
  mkdirSync(join(folder, 'hub'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return writeConfig(
    folder,
    `const config :Workerd.Config = (
  services = [ (name = "router", worker = .router), (name = "store", worker = .store),
    (name = "hub", disk = (path = ${JSON.stringify(join(folder, 'hub'))}, writable = true)) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "router") ],
  extensions = [ (modules = [ (name = "bench:queue", internal = true, esModule = embed "queue.js") ]) ] );
const router :Workerd.Worker = (
  modules = [ (name = "router.js", esModule = embed "router.js") ], compatibilityDate = "2026-11-01",
  bindings = [ (name = "RELEASES", kvNamespace = "store"), ${queueBinding('CLICKS')}, ${queueBinding('SET_ASIDE')},
    (name = "HUB", durableObjectNamespace = "ReleaseHub"), ${texts.join(', ')} ],
  durableObjectNamespaces = [ (className = "ReleaseHub", uniqueKey = "release-hub", enableSql = true) ],
  durableObjectStorage = (localDisk = "hub") );
const store :Workerd.Worker = (
  modules = [ (name = "store.js", esModule = embed "store.js"), (name = "stored", text = embed "stored.txt") ],
  compatibilityDate = "2026-11-01" );
`,
  );
}

/** The same runtime's own fixed redirect. @returns the path of its configuration */
export function writeFixedConfig(folder: string, port: number): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'fixed.js'), FIXED);
  return writeConfig(
    folder,
    `const config :Workerd.Config = (
  services = [ (name = "fixed", worker = .fixed) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "fixed") ] );
const fixed :Workerd.Worker = (
  modules = [ (name = "fixed.js", esModule = embed "fixed.js") ], compatibilityDate = "2026-11-01" );
`,
  );
}

function writeConfig(folder: string, text: string): string {
  const path = join(folder, 'workerd.capnp');
  writeFileSync(path, `using Workerd = import "/workerd/workerd.capnp";\n${text}`);
  return path;
}
