import type { Endpoint } from './endpoints.ts';
import { ProblemError } from './problem.ts';

export interface ApiClientOptions {
  /** Without a slash at its end; empty for the page's own origin. */
  baseUrl: string;
  fetch: typeof fetch;
  /** Sent with every request, e.g. `authorization`. */
  headers?: Record<string, string>;
  /** After it an answer's head no longer counts. A claim of a run waits 20 s for one. */
  timeoutMs?: number;
  /** Waits between two tries; another one is given by tests. */
  sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** What a call of any endpoint takes. */
export interface AnyInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  file?: Blob;
  ifMatch?: number;
  idempotencyKey?: string;
  signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const MOST_TRIES = 3;
/** Who would have to wait longer is told instead. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Sends a request until there is an answer that counts.
 *
 * @throws ProblemError `unavailable` when there was none; the caller's own reason where it aborted
 */
export async function sendRequest(options: ApiClientOptions, definition: Endpoint, input: AnyInput): Promise<Response> {
  const { sleep = wait } = options;
  for (let tries = 1; ; tries += 1) {
    const response = await sendOnce(options, definition, input);
    const waitMs = tries < MOST_TRIES && mayRepeat(definition, input, response) ? retryAfterMs(response) : null;
    if (waitMs === null) return response;
    await response.body?.cancel();
    await sleep(waitMs, input.signal);
  }
}

/** A request that was turned away has changed nothing; of one that failed that is only sure if it cannot change things twice. */
function mayRepeat({ method, readOnly }: Endpoint, { idempotencyKey }: AnyInput, { status }: Response): boolean {
  if (status === 429) return true;
  return status === 503 && (method === 'get' || readOnly === true || idempotencyKey !== undefined);
}

/** @returns null where the server does not say, or wants more patience than a caller has */
function retryAfterMs({ headers }: Response): number | null {
  const seconds = headers.get('retry-after') ?? '';
  const waitMs = /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1000 : Infinity;
  return waitMs <= LONGEST_WAIT_MS ? waitMs : null;
}

async function sendOnce(options: ApiClientOptions, definition: Endpoint, input: AnyInput): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (definition.body) headers['content-type'] = 'application/json';
  if (input.ifMatch !== undefined) headers['if-match'] = `"${input.ifMatch}"`;
  if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey;
  const signal = signalOf(options, definition, input);
  const request: RequestInit = { method: definition.method.toUpperCase(), headers, signal };
  if (definition.body) request.body = JSON.stringify(input.body);
  if (input.file) request.body = input.file;
  try {
    return await options.fetch(options.baseUrl + addressOf(definition, input), request);
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
    throw new ProblemError('unavailable', 'The server did not answer.');
  }
}

/** A file takes as long as it takes: it is answered when all of it has come. */
function signalOf({ timeoutMs = DEFAULT_TIMEOUT_MS }: ApiClientOptions, { file }: Endpoint, { signal }: AnyInput) {
  const limits = [...(signal ? [signal] : []), ...(file ? [] : [AbortSignal.timeout(timeoutMs)])];
  return AbortSignal.any(limits);
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
  });
}

/** The path with its parameters filled in, and the query. */
export function addressOf(definition: Endpoint, { params = {}, query = {} }: AnyInput): string {
  const path = definition.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}
