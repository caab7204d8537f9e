import { WorkerEntrypoint } from 'cloudflare:workers';
import { entityTag, sequenceIn } from './entity-tag.ts';
import { within } from './within.ts';

const HUB_WITHIN_MS = 800;
/**
 * How old a bundle may be that a location serves without asking the hub. While the hub fails, the location serves the old
 * one for half a minute and then says so, for KV to take over: it may be newer.
 */
const CACHE_CONTROL = 'public, max-age=2, stale-if-error=30';

/**
 * The hub's bundles over HTTP, `GET /{shard}`, for this Worker alone. On Cloudflare the cache of the location stands before
 * it (`exports` in wrangler.toml), so that the hub is asked once in two seconds whatever the traffic; an open-source workerd
 * has no such cache, and each isolate asks the hub itself.
 */
export class CachedBundles extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const shard = Number(new URL(request.url).pathname.slice(1));
    const held = sequenceIn(request.headers.get('if-none-match'));
    const bundle = await within(HUB_WITHIN_MS, hubOf(this.env).read(shard, held)).catch(() => undefined);
    if (bundle === undefined) return new Response(null, { status: 503, headers: { 'cache-control': 'no-store' } });
    const headers = { 'cache-control': CACHE_CONTROL, 'cache-tag': tagOf(shard) };
    if (bundle === null) return new Response(null, { status: 404, headers });
    const tagged = { ...headers, etag: entityTag(bundle.sequence) };
    if (bundle.signed === null) return new Response(null, { status: 304, headers: tagged });
    return Response.json(bundle.signed, { headers: tagged });
  }

  /** Has all locations ask the hub anew. A cache can be told only by the entrypoint that stands behind it. */
  async invalidate(shard: number): Promise<void> {
    await this.ctx.cache?.invalidate({ tags: [tagOf(shard)] });
  }
}

/** The one hub there is. */
export const hubOf = ({ HUB }: Env) => HUB.getByName('hub');

const tagOf = (shard: number) => `bundle-${shard}`;
