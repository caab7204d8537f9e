import { type Inbound, NOWHERE, type Place } from './inbound.ts';

/** What is used of Node's `IncomingMessage`. */
export interface IncomingRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * A request of Node's own server. `Request.url` is of no use here: it re-encodes quotes and angle brackets. Headers of
 * proxies are not believed; the address is the socket's.
 */
export class NodeInbound implements Inbound {
  readonly method: string;
  readonly target: string;
  readonly place: Place = NOWHERE;
  readonly edge: string;
  private readonly incoming: IncomingRequest;

  constructor(incoming: IncomingRequest, edge: string) {
    this.method = incoming.method ?? 'GET';
    this.target = targetOf(incoming.url ?? '/');
    this.edge = edge;
    this.incoming = incoming;
  }

  get address(): string | null {
    return this.incoming.socket.remoteAddress ?? null;
  }

  header(name: string): string | null {
    const value = this.incoming.headers[name];
    return typeof value === 'string' ? value : (value?.[0] ?? null);
  }
}

/** A proxy's absolute form, `http://host/r/x?…`, means the same as `/r/x?…`. */
function targetOf(url: string): string {
  if (url.startsWith('/')) return url;
  const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(url)?.[1];
  return rest ?? url;
}
