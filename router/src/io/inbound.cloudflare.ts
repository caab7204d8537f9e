import type { Inbound } from './inbound.ts';

/**
 * Reads a request of Workers. The target is cut out of `request.url`, which workerd leaves as it came: a URL object would
 * re-encode it. Cloudflare itself sets `CF-Connecting-IP`, whatever the visitor sent under that name.
 *
 * @param edge  for where Cloudflare names no location: under `wrangler dev`
 */
export function readCloudflareInbound(request: Request, edge: string): Inbound {
  const { method, url, headers } = request;
  const cf = request.cf as Partial<IncomingRequestCfProperties> | undefined;
  const path = url.indexOf('/', url.indexOf('://') + 3);
  return {
    method,
    target: path === -1 ? '/' : url.slice(path),
    header: (name) => headers.get(name),
    address: headers.get('cf-connecting-ip'),
    place: { country: cf?.country ?? null, region: cf?.regionCode ?? null, city: cf?.city ?? null },
    edge: cf?.colo ?? edge,
  };
}
