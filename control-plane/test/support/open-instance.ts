import { type ApiClient, createApiClient } from '@alyson/schema';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { createApp } from '../../src/app.ts';
import type { Deps } from '../../src/context.ts';
import type { Edge } from '../../src/io/edge.ts';
import { type TestControlPlane, testDeps } from './test-control-plane.ts';
import type { Turnstile } from './turnstile.ts';

/** Another control plane on the same database, as another process would be: with connections and an app of its own. */
export interface Instance {
  deps: Deps;
  client(token?: string): ApiClient;
  close(): Promise<void>;
}

export function openInstance(
  plane: TestControlPlane,
  { name, edges, turnstile }: { name: string; edges: readonly Edge[]; turnstile: Turnstile },
): Instance {
  const pool = new pg.Pool({ connectionString: plane.deps.config.databaseUrl, max: 8 });
  turnstile.guard(pool);
  const config = { ...plane.deps.config, edgeUrls: edges.map(({ url }) => url) };
  const deps: Deps = { ...testDeps(config, drizzle(pool), plane.clock, name), edges };
  const app = createApp(deps);
  const ask: typeof fetch = async (input, init) => app.request(input as string, init);
  return {
    deps,
    client: (token = plane.workspace.tokens.admin) =>
      createApiClient({ baseUrl: '', fetch: ask, headers: { authorization: `Bearer ${token}` } }),
    close: () => pool.end(),
  };
}
