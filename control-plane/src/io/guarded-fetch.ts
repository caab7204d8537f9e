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
  /** Of one hop, with all that belongs to it; five seconds unless said otherwise. */
  timeoutMs?: number;
  /** How much of the answer's beginning comes back, in bytes; none unless said otherwise. */
  excerptBytes?: number;
  signal?: AbortSignal;
}

/** One request and what was answered to it. */
interface Hop {
  url: string;
  status: number;
  tookMs: number;
}

/** Never the body, beyond the excerpt that is asked for: what a server says to this machine is not for whoever named it. */
export type GuardedAnswer =
  | { ok: true; status: number; url: string; hops: readonly Hop[]; retryAfter?: string | null; excerpt?: string }
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
        const { hop, location, retryAfter, excerpt } = await takeHop(options, request, url);
        hops.push(hop);
        if (location === null || method === 'POST' || mostRedirects === 0)
          return { ok: true, status: hop.status, url, hops, retryAfter, excerpt };
        if (hops.length > mostRedirects)
          return { ok: false, reason: 'too_many_redirects', detail: `more than ${mostRedirects}`, url, hops };
        url = location;
      } catch (error) {
        const signal = request.signal;
        if (signal?.aborted) throw signal.reason;
        return { ok: false, ...toFailure(error, timeoutOf(request)), url, hops };
      }
    }
  };
}

async function takeHop(options: GuardedFetchOptions, request: GuardedRequest, url: string) {
  const startedAt = performance.now();
  // Over everything: the name, the connection, the headers and what is read of the body.
  const timeout = AbortSignal.timeout(timeoutOf(request));
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  const destination = await untilAborted(toDestination(url, options), signal);
  const { status, location, retryAfter, excerpt } = await ask(options.dial, destination, request, signal);
  const hop: Hop = { url, status, tookMs: Math.round(performance.now() - startedAt) };
  const isRedirect = REDIRECTS.has(status) && location !== null && request.mostRedirects !== undefined;
  return { hop, location: isRedirect ? resolveLocation(location, url) : null, retryAfter, excerpt };
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
    const { location, 'retry-after': retryAfter } = answer.headers;
    const head = { status: answer.statusCode, location: firstOf(location), retryAfter: firstOf(retryAfter) };
    if (request.excerptBytes !== undefined)
      return { ...head, excerpt: await readExcerpt(answer.body, request.excerptBytes, signal) };
    // Read so that the other side sees a whole visit; what is more than the limit is not waited for.
    await answer.body.dump({ limit: MOST_BODY_BYTES, signal });
    return { ...head, excerpt: '' };
  } finally {
    void client.destroy();
  }
}

const timeoutOf = ({ timeoutMs = HOP_TIMEOUT_MS }: GuardedRequest): number => timeoutMs;

const firstOf = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) ?? null;

/** The status has been given: a body that breaks off, or never ends, takes nothing back. */
async function readExcerpt(body: AsyncIterable<Uint8Array>, most: number, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= most || signal.aborted) break;
    }
  } catch {
    // What came until then is the excerpt.
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, most));
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
function toFailure(error: unknown, timeoutMs: number): { reason: FetchFailure; detail: string } {
  if (error instanceof GuardRefusal) return { reason: error.reason, detail: error.message };
  const { name, code = '' } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT')
    return { reason: 'timeout', detail: `did not answer within ${timeoutMs / 1000} s` };
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
