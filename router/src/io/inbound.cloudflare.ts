import type { Inbound, Place } from './inbound.ts';

/**
 * A request of Workers. The target is cut out of `request.url`, which workerd leaves as it came: a URL object would
 * re-encode it. Cloudflare itself sets `CF-Connecting-IP`, whatever the visitor sent under that name. Each look across
 * into the platform takes time, so what only a record needs is read for it alone.
 */
export class CloudflareInbound implements Inbound {
  readonly method: string;
  readonly target: string;
  private readonly request: Request;
  private readonly machine: string;

  /** @param machine  for where Cloudflare names no location: under `wrangler dev` */
  constructor(request: Request, machine: string) {
    this.method = request.method;
    this.target = targetOf(request.url);
    this.request = request;
    this.machine = machine;
  }

  header(name: string): string | null {
    return this.request.headers.get(name);
  }

  get address(): string | null {
    return this.request.headers.get('cf-connecting-ip');
  }

  get place(): Place {
    const { country = null, regionCode: region = null, city = null } = this.cloudflare;
    return { country, region, city };
  }

  get edge(): string {
    return this.cloudflare.colo ?? this.machine;
  }

  private get cloudflare(): Partial<IncomingRequestCfProperties> {
    return (this.request.cf as Partial<IncomingRequestCfProperties> | undefined) ?? {};
  }
}

/** Path and query of a whole URL, as they came. */
export function targetOf(url: string): string {
  const path = url.indexOf('/', url.indexOf('://') + 3);
  return path === -1 ? '/' : url.slice(path);
}
