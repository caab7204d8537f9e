import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { shardOf } from '@alyson/schema';
import { CachedBundles, hubOf } from '../src/cached-bundles.ts';
import worker from '../src/worker.ts';
import { aBundle, aRelease } from './sample-bundle.ts';
import { signInWorkerd } from './signer.wk.ts';

/** The link of these tests, and where its bundle is. */
const ADDRESS = '*/aff_c/1048';
export const SHARD = shardOf(ADDRESS, 2);
export const LINK = '/aff_c?offer_id=1048&aff_id=3';

/** A new object for the bindings is a new isolate, as far as the router's memory goes. */
export const newIsolate = (change: Partial<Cloudflare.Env> = {}): Cloudflare.Env => ({ ...env, ...change });

/** A real binding, but for one method. */
export const overriding = <T extends object>(binding: T, method: Record<string, unknown>): T =>
  new Proxy(binding, {
    get(target, name) {
      const value: unknown = method[String(name)] ?? Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** A signed bundle of one release for the link. */
export const bundleOf = (sequence: number, release = aRelease({ number: sequence }), keyId?: string) =>
  signInWorkerd(
    aBundle({ shard: SHARD, shardCount: 2, sequence, links: { [ADDRESS]: 'exp_a' }, releases: [release] }),
    keyId,
  );

/** What is between an isolate and the hub: nothing, or a cache. */
export type Door = Pick<ExecutionContext['exports']['CachedBundles'], 'fetch'>;

export async function send(isolate: Cloudflare.Env, target: string, init: RequestInit = {}, door?: Door) {
  const ctx = createExecutionContext();
  const given = door ? overriding(ctx, { exports: { ...ctx.exports, CachedBundles: door } }) : ctx;
  const request = new Request(`https://go.example${target}`, { redirect: 'manual', ...init });
  const response = await worker.fetch(request as Parameters<typeof worker.fetch>[0], isolate, given);
  const settled = waitOnExecutionContext(ctx);
  return { status: response.status, location: response.headers.get('location') ?? '', response, settled };
}

/** As the control plane pushes. */
export const push = async (isolate: Cloudflare.Env, body: unknown) =>
  (await send(isolate, `/edge/bundles/${SHARD}`, { method: 'PUT', body: JSON.stringify(body) })).response;

/** The binding of a hub whose methods are, in part, these: one that fails, hangs, or lags. */
export const hubWith = (methods: Record<string, unknown>): Cloudflare.Env['HUB'] =>
  overriding(env.HUB, { getByName: () => overriding(hubOf(env), methods) });

/** The real door of a hub, with no cache before it. */
export const doorOf = (HUB: Cloudflare.Env['HUB']): Door => ({
  fetch: (url: RequestInfo | URL, init?: RequestInit) =>
    new CachedBundles(createExecutionContext(), { ...env, HUB }).fetch(new Request(url, init)),
});

/** A door to which something happens while an isolate uses it. */
export function changingDoor(door: Door) {
  return {
    fetch: (url: RequestInfo | URL, init?: RequestInit) => door.fetch(url, init),
    becomes: (next: Door) => {
      door = next;
    },
  };
}

/** A control plane that stores every click it is sent, as far as the network shows it. */
export const storeEveryClick: typeof fetch = async (_, init) => {
  const { clicks } = JSON.parse(String(init?.body)) as { clicks: unknown[] };
  return Response.json({ stored: clicks.length, duplicates: 0, rejected: [] });
};
