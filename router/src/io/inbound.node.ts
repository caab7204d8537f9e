import { type Inbound, NOWHERE } from './inbound.ts';

/** What is used of Node's `IncomingMessage`. */
export interface IncomingRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Reads a request of Node's own server. `Request.url` is of no use here: it re-encodes quotes and angle brackets. Headers
 * of proxies are not believed; the address is the socket's.
 */
export const readNodeInbound = (incoming: IncomingRequest, edge: string): Inbound => ({
  method: incoming.method ?? 'GET',
  target: targetOf(incoming.url ?? '/'),
  header: (name) => {
    const value = incoming.headers[name];
    return typeof value === 'string' ? value : (value?.[0] ?? null);
  },
  address: incoming.socket.remoteAddress ?? null,
  place: NOWHERE,
  edge,
});

/** A proxy's absolute form, `http://host/r/x?…`, means the same as `/r/x?…`. */
function targetOf(url: string): string {
  if (url.startsWith('/')) return url;
  const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(url)?.[1];
  return rest ?? url;
}
