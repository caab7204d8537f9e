import { type Inbound, NOWHERE, type Place } from './inbound.ts';

/** What is used of Node's `IncomingMessage`. */
export interface IncomingRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** What this machine knows, whatever the request. */
export interface NodeHost {
  readonly edge: string;
  /** Where a proxy before the router writes the visitor's address; null: there is none, and no header is believed. */
  readonly addressHeader: string | null;
  /** Null without a geo database. */
  readonly placeOf: ((address: string) => Place) | null;
}

/** A request of Node's own server. `Request.url` is of no use here: it re-encodes quotes and angle brackets. */
export class NodeInbound implements Inbound {
  readonly method: string;
  readonly target: string;
  private readonly incoming: IncomingRequest;
  private readonly host: NodeHost;

  constructor(incoming: IncomingRequest, host: NodeHost) {
    this.method = incoming.method ?? 'GET';
    this.target = targetOf(incoming.url ?? '/');
    this.incoming = incoming;
    this.host = host;
  }

  get edge(): string {
    return this.host.edge;
  }

  get address(): string | null {
    const { addressHeader } = this.host;
    const told = addressHeader === null ? null : this.header(addressHeader);
    // Of a list the last: the nearest proxy added it, all before it came from outside.
    return told?.split(',').at(-1)?.trim() || (this.incoming.socket.remoteAddress ?? null);
  }

  get place(): Place {
    const { placeOf } = this.host;
    const address = placeOf && this.address;
    return placeOf && address ? placeOf(address) : NOWHERE;
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
