import type { Socket } from 'node:net';
import { Client } from 'undici';
import { type Destination, GuardRefusal, type Resolve, toDestination } from './guarded-destination.ts';

/**
 * Requests to addresses that users of the product name: landing pages, webhooks out. Whatever they name, nothing that
 * only this machine can reach is asked (SSRF): every hop is parsed once, resolved once, refused unless all its addresses
 * are public, and connected to exactly the address that was checked.
 */
export type GuardedFetch = (request: GuardedRequest) => Promise<GuardedAnswer>;

interface GuardedRequest {
  url: string;
  method?: 'GET' | 'HEAD' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Redirects to follow, each guarded like the first address; 0: a redirect is the answer. Only of GET and HEAD. */
  mostRedirects?: number;
  signal?: AbortSignal;
}

/** One request and what was answered to it. */
interface Hop {
  url: string;
  status: number;
  tookMs: number;
}

/** Never the body: what a server says to this machine is not for whoever named it. */
type GuardedAnswer =
  | { ok: true; status: number; url: string; hops: readonly Hop[] }
  | { ok: false; reason: FetchFailure; detail: string; url: string; hops: readonly Hop[] };

/** `not_allowed`: another scheme or port, or a user name. `not_public`: an address that is not the internet's. */
type FetchFailure =
  | 'not_allowed'
  | 'not_public'
  | 'unresolved'
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'malformed'
  | 'too_many_redirects';

export interface GuardedFetchOptions {
  resolve: Resolve;
  dial: Dial;
  /** Development: http, and any port, on this machine. */
  allowLoopback: boolean;
}

/** Opens a socket to the address of a destination, and no other; with TLS for its host name where it wants that. */
export type Dial = (destination: Destination, signal: AbortSignal) => Promise<Socket>;

const HOP_TIMEOUT_MS = 5_000;
const MOST_BODY_BYTES = 64 * 1024;
const MOST_HEADER_BYTES = 16 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch {
  return async (request) => {
    const { method = 'GET', mostRedirects = 0 } = request;
    const hops: Hop[] = [];
    for (let url = request.url; ; ) {
      try {
        const { hop, location } = await takeHop(options, request, url);
        hops.push(hop);
        if (location === null || method === 'POST' || mostRedirects === 0)
          return { ok: true, status: hop.status, url, hops };
        if (hops.length > mostRedirects)
          return { ok: false, reason: 'too_many_redirects', detail: `more than ${mostRedirects}`, url, hops };
        url = location;
      } catch (error) {
        const signal = request.signal;
        if (signal?.aborted) throw signal.reason;
        return { ok: false, ...toFailure(error), url, hops };
      }
    }
  };
}

async function takeHop(options: GuardedFetchOptions, request: GuardedRequest, url: string) {
  const startedAt = performance.now();
  // Over everything: the name, the connection, the headers and what is read of the body.
  const timeout = AbortSignal.timeout(HOP_TIMEOUT_MS);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  const destination = await untilAborted(toDestination(url, options), signal);
  const { status, location } = await ask(options.dial, destination, request, signal);
  const hop: Hop = { url, status, tookMs: Math.round(performance.now() - startedAt) };
  return { hop, location: REDIRECTS.has(status) && location !== null ? resolveLocation(location, url) : null };
}

/** One connection for one request. */
async function ask(dial: Dial, destination: Destination, request: GuardedRequest, signal: AbortSignal) {
  const { url } = destination;
  const client = new Client(url.origin, {
    connect: (_, done) => {
      dial(destination, signal).then(
        (socket) => done(null, socket),
        (error: Error) => done(error, null),
      );
    },
    maxHeaderSize: MOST_HEADER_BYTES,
    pipelining: 0,
  });
  try {
    const answer = await client.request({
      path: url.pathname + url.search,
      method: request.method ?? 'GET',
      // No packed body can unpack into a large one.
      headers: { 'accept-encoding': 'identity', ...request.headers },
      body: request.body ?? null,
      signal,
    });
    const { location } = answer.headers;
    // Read so that the other side sees a whole visit; what is more than the limit is not waited for.
    await answer.body.dump({ limit: MOST_BODY_BYTES, signal });
    return { status: answer.statusCode, location: (Array.isArray(location) ? location[0] : location) ?? null };
  } finally {
    void client.destroy();
  }
}

function resolveLocation(location: string, base: string): string {
  if (!URL.canParse(location, base)) throw new GuardRefusal('malformed', 'redirects to what is no address');
  return new URL(location, base).href;
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Words of our own: a library's may quote what the other side sent. */
function toFailure(error: unknown): { reason: FetchFailure; detail: string } {
  if (error instanceof GuardRefusal) return { reason: error.reason, detail: error.message };
  const { name, code = '' } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT')
    return { reason: 'timeout', detail: `did not answer within ${HOP_TIMEOUT_MS / 1000} s` };
  if (TLS_FAULT.test(code)) return { reason: 'tls', detail: tlsFault(code) };
  if (name === 'HTTPParserError' || /^UND_ERR_(HEADERS_OVERFLOW|RES_)/.test(code))
    return { reason: 'malformed', detail: 'did not answer in HTTP' };
  return { reason: 'unreachable', detail: code === 'ECONNREFUSED' ? 'refuses connections' : 'cannot be connected to' };
}

const TLS_FAULT = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|EPROTO/;

function tlsFault(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'has a certificate that has expired';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'has a certificate for another name';
  if (/SELF_SIGNED|UNABLE_TO/.test(code)) return 'has a certificate from nobody that browsers know';
  return 'does not speak TLS as it should';
}
