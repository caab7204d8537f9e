/** workerd as it is deployed by Cloudflare, without anything around it: a router with KV and Queues, and the yardstick. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WorkerdOptions {
  readonly folder: string;
  readonly port: number;
  /** The Worker's code. */
  readonly code: string;
  /** Its variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** What KV holds under every key. */
  readonly stored: string;
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

/** Writes a configuration of workerd. @returns its path */
export function writeRouterConfig({ folder, port, code, variables, stored }: WorkerdOptions): string {
  const texts = Object.entries(variables).map(([name, value]) => `(name = "${name}", text = ${JSON.stringify(value)})`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'router.js'), code);
  writeFileSync(join(folder, 'store.js'), STORE);
  writeFileSync(join(folder, 'stored.txt'), stored);
  const config = join(folder, 'router.capnp');
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "router", worker = .router), (name = "store", worker = .store) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "router") ] );
const router :Workerd.Worker = (
  modules = [ (name = "router.js", esModule = embed "router.js") ], compatibilityDate = "2026-11-01",
  bindings = [ (name = "RELEASES", kvNamespace = "store"), (name = "CLICKS", queue = "store"),
    (name = "SET_ASIDE", queue = "store"), ${texts.join(', ')} ] );
const store :Workerd.Worker = (
  modules = [ (name = "store.js", esModule = embed "store.js"), (name = "stored", text = embed "stored.txt") ],
  compatibilityDate = "2026-11-01" );
`,
  );
  return config;
}

/** The same runtime's own fixed redirect. @returns the path of its configuration */
export function writeFixedConfig(folder: string, port: number): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'fixed.js'), FIXED);
  const config = join(folder, 'fixed.capnp');
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "fixed", worker = .fixed) ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "fixed") ] );
const fixed :Workerd.Worker = (
  modules = [ (name = "fixed.js", esModule = embed "fixed.js") ], compatibilityDate = "2026-11-01" );
`,
  );
  return config;
}
