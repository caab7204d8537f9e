import { addressOfHost, isPublicAddress } from './public-address.ts';

/** All addresses of a name, IPv4 first; none: there is no such name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** Where one request goes, checked: to these addresses of its URL's host, and to no other. */
export interface Destination {
  url: URL;
  /** In the order in which they are tried. */
  addresses: readonly [string, ...string[]];
  port: number;
  isTls: boolean;
  /** What the certificate must be for; null where the host is an address itself. */
  serverName: string | null;
}

/** Why an address is not asked. */
export class GuardRefusal extends Error {
  override readonly name = 'GuardRefusal';
  readonly reason: 'not_allowed' | 'not_public' | 'unresolved' | 'malformed';

  constructor(reason: GuardRefusal['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface GuardRules {
  resolve: Resolve;
  /** Development: http, and any port, on this machine. */
  allowLoopback: boolean;
}

const MOST_URL_LENGTH = 8_192;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Checks where a URL leads, by the one reading of it that the request uses as well.
 *
 * @throws GuardRefusal
 */
export async function toDestination(text: string, { resolve, allowLoopback }: GuardRules): Promise<Destination> {
  if (text.length > MOST_URL_LENGTH || !URL.canParse(text)) throw new GuardRefusal('malformed', 'is no address');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw new GuardRefusal('not_allowed', 'has a user name before its host');
  if (allowLoopback && LOOPBACK.has(url.hostname)) return loopback(url);
  if (url.protocol !== 'https:')
    throw new GuardRefusal('not_allowed', `leads to ${url.protocol}// and not to https://`);
  if (url.port !== '') throw new GuardRefusal('not_allowed', `leads to port ${url.port}; only 443 is asked`);
  const literal = addressOfHost(url.hostname);
  const name = url.hostname.replace(/\.$/, '');
  const [first, ...others] = literal === null ? await resolve(name) : [literal];
  if (first === undefined) throw new GuardRefusal('unresolved', 'has a host name that nobody knows');
  if (![first, ...others].every(isPublicAddress))
    throw new GuardRefusal('not_public', 'is at an address that is not on the public internet');
  return { url, addresses: [first, ...others], port: 443, isTls: true, serverName: literal === null ? name : null };
}

function loopback(url: URL): Destination {
  const isTls = url.protocol === 'https:';
  if (!isTls && url.protocol !== 'http:')
    throw new GuardRefusal('not_allowed', `leads to ${url.protocol}// and not to https://`);
  const address = addressOfHost(url.hostname) ?? '127.0.0.1';
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port);
  return { url, addresses: [address], port, isTls, serverName: url.hostname === 'localhost' ? 'localhost' : null };
}
